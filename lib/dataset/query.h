// Which samples: 'label=left and group~^a and duration<0.8'.
//
//   query       one or more comparisons joined by and, or, not, ( )
//   comparison  FIELD OPERATOR VALUE, such as label=left
//   operator    =  !=  <  <=  >  >=    and for texts  ~  !~  (regular
//               expression found, not found)
//   value       a word without spaces and parentheses, or a text in ' or "
//               in which \ goes before a quote or another \.
//
// not binds closer than and, and closer than or. Texts are compared byte by
// byte, numbers as numbers. query_fields() says which is which; metadata is
// meta.KEY, a number where it is compared with one.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/store/database.h"

namespace mote {

struct QueryField {
  const char* name;
  enum Type { kText, kNumber, kReason } type;
  const char* sql;  // its value, of a row of the table of samples
  const char* help;
};

const std::vector<QueryField>& query_fields();

// A text as a value of a query, in quotes.
std::string query_quoted(std::string_view text);

class Query {
 public:
  // Every sample.
  Query() = default;

  // Empty text stands for every sample. Throws UsageError that says at which
  // column what was expected.
  static Query parse(std::string_view text);

  bool is_everything() const { return condition_.empty(); }
  const std::string& text() const { return text_; }

  // "WHERE ..." with ?1, ?2 ... for values(), or "" for every sample. The
  // functions `side` and `found` must be defined.
  std::string where() const;
  // Valid as long as the query is.
  std::vector<SqlValue> values() const;

 private:
  friend class QueryParser;
  using Value = std::variant<double, std::string>;

  std::string text_, condition_;
  std::vector<Value> values_;
};

}  // namespace mote
