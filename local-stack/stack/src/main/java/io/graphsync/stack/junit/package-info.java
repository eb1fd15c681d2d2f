/** Gives tests a stack: one for all tests of a JVM, with fresh databases and topics for each test method. */
@NullMarked
package io.graphsync.stack.junit;

import org.jspecify.annotations.NullMarked;
