// (:Conversation)-[:HAS_MESSAGE]->(:Message)
// (:User)-[:OWNS]->(:Conversation)
/* nothing to run */
