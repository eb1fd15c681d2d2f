package io.graphsync.schema.report.review;

import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A review as JUnit XML: a suite for each file, a case for each statement. */
public final class ReviewJunit {
    private ReviewJunit() {}

    /** The review as an XML document. */
    public static String render(Review review) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "migrate review");
            for (FileReview file : review.files()) {
                write(file, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string can always be written to", e);
        }
        return out + System.lineSeparator();
    }

    private static void write(FileReview file, XMLStreamWriter xml) throws XMLStreamException {
        long failed = file.statements().stream()
                        .filter(statement -> !grave(statement.findings()).isEmpty())
                        .count()
                + (grave(file.findings()).isEmpty() ? 0 : 1);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file.path());
        xml.writeAttribute("tests", Integer.toString(file.statements().size() + 1));
        xml.writeAttribute("failures", Long.toString(failed));
        writeCase(file, "the file as a whole", file.findings(), xml);
        int number = 1;
        for (StatementReview statement : file.statements()) {
            String name = number++ + ". line " + statement.line() + ": " + ReviewText.oneLine(statement.sql());
            writeCase(file, name, statement.findings(), xml);
        }
        xml.writeEndElement();
    }

    private static void writeCase(FileReview file, String name, List<Finding> findings, XMLStreamWriter xml)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", file.path());
        xml.writeAttribute("name", printable(name));
        List<Finding> grave = grave(findings);
        if (!grave.isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", grave.getFirst().rule());
            xml.writeAttribute("message", printable(grave.getFirst().message()));
            xml.writeCharacters(printable(grave.stream()
                    .map(finding -> finding.rule() + ": " + finding.message() + "\n" + finding.safer())
                    .collect(Collectors.joining("\n\n"))));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static List<Finding> grave(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
    }

    /** XML has no way to write most control characters. */
    private static String printable(String text) {
        return text.codePoints()
                .filter(c -> c >= ' ' || c == '\n' || c == '\t')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
