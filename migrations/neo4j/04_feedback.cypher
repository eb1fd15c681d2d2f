// A record of the model; nothing to run.
//
//   (:User {id})-[:GAVE_FEEDBACK {type, score, at}]->(:Message {id})
//
// At most one for each user and message: a later event replaces type, score and time.
