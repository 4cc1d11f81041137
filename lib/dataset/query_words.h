// A query cut into words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mote {

struct QueryWord {
  enum Kind { kName, kOperator, kText, kOpen, kClose, kEnd } kind;
  std::string text;  // of kText: without quotes and backslashes
  size_t column;     // of its first character, from 1
};

// What stands after an operator is kText, whatever it looks like; what stands
// elsewhere is a kName. The last word is kEnd. Throws UsageError for a text in
// quotes that does not end, and for an operator that is none.
std::vector<QueryWord> query_words(std::string_view text);

// Throws the UsageError that says what is wrong at a column.
[[noreturn]] void refuse_query(std::string_view text, size_t column,
                               const std::string& what,
                               const std::string& hint = "");

}  // namespace mote
