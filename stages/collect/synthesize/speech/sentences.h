// Sentences to say: made by a grammar, or somebody's text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mote {

// The number-th sentence of an English grammar of everyday things: subjects
// with and without adjectives that agree with their verbs, places, times,
// manners, clauses, questions and counts; some 10^10 different ones.
std::string made_sentence(uint64_t number);

// Sentences of a text in UTF-8: what ends with a full stop, an exclamation or
// question mark before a space, or with an empty line. One of more than 200
// bytes is cut at a space. Throws Error when the file cannot be read or holds
// none.
std::vector<std::string> read_sentences(const std::string& file);

}  // namespace mote
