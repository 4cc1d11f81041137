#include "lib/dataset/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lib/base/error.h"
#include "lib/base/pattern.h"
#include "lib/dataset/query_words.h"

namespace mote {
namespace {

constexpr size_t kMostComparisons = 200;
constexpr int kDeepest = 50;
constexpr std::string_view kMetadata = "meta.";

std::string field_names() {
  std::string names;
  for (const QueryField& field : query_fields()) {
    names += std::string(field.name) + ", ";
  }
  return names + "meta.KEY";
}

bool read_number(const std::string& text, double& number) {
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  return code == std::errc() && stop == end && std::isfinite(number);
}

}  // namespace

const std::vector<QueryField>& query_fields() {
  using Field = QueryField;
  static const std::vector<QueryField> fields = {
      {"label", Field::kText, "label", "its label"},
      {"group", Field::kText, "group_name", "who or what made it"},
      {"name", Field::kText, "name", "where it came from"},
      {"split", Field::kText, "side(split, label, group_name)",
       "its side: train, validation, test"},
      {"source", Field::kText, "source", "recorded or synthetic"},
      {"kind", Field::kText, "kind", "audio, series, picture or tensor"},
      {"origin", Field::kText, "origin", "the data set it came with"},
      {"licence", Field::kText,
       "coalesce(CASE metadata WHEN '' THEN NULL ELSE "
       "json_extract(metadata, '$.licence') END, (SELECT licence FROM origin "
       "WHERE origin.name = sample.origin), '')",
       "its own (metadata licence), else that of its data set"},
      {"id", Field::kText, "object", "SHA-256 of its file"},
      {"excluded", Field::kReason, "excluded",
       "yes, no, or the reason of its exclusion"},
      {"rate", Field::kNumber, "rate_hz", "samples a second"},
      {"duration", Field::kNumber, "coalesce(frames / nullif(rate_hz, 0), 0)",
       "seconds"},
      {"frames", Field::kNumber, "frames", "samples of an axis"},
      {"axes", Field::kNumber, "axes", "axes or channels"},
      {"ranges", Field::kNumber,
       "CASE ranges WHEN '' THEN 0 ELSE json_array_length(ranges) END",
       "how many labelled time ranges it has"},
      {"boxes", Field::kNumber,
       "CASE boxes WHEN '' THEN 0 ELSE json_array_length(boxes) END",
       "how many labelled boxes it has"},
      {"fixes", Field::kNumber,
       "CASE fixes WHEN '' THEN 0 ELSE json_array_length(fixes) END",
       "how many fixes it has"},
  };
  return fields;
}

std::string query_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// By recursive descent: each function writes the SQL of what it reads.
class QueryParser {
 public:
  explicit QueryParser(std::string_view text)
      : text_(text), words_(query_words(text)) {}

  Query parse() {
    query_.text_ = text_;
    if (next().kind == QueryWord::kEnd) return query_;
    query_.condition_ = either();
    if (next().kind != QueryWord::kEnd) {
      fail(next().kind == QueryWord::kClose
               ? "nothing was opened that ')' could close"
               : "'and' or 'or' is expected");
    }
    return query_;
  }

 private:
  const QueryWord& next() const { return words_[at_]; }
  const QueryWord& take() { return words_[at_++]; }

  bool take_word(std::string_view word) {
    if (next().kind != QueryWord::kName || next().text != word) return false;
    ++at_;
    return true;
  }

  [[noreturn]] void fail(const std::string& what,
                         const std::string& hint = "") const {
    refuse_query(text_, next().column, what, hint);
  }

  std::string either() {
    std::string sql = both();
    while (take_word("or")) sql += " OR " + both();
    return "(" + sql + ")";
  }

  std::string both() {
    std::string sql = one();
    while (take_word("and")) sql += " AND " + one();
    return sql;
  }

  std::string one() {
    if (++depth_ > kDeepest) fail("it is nested too deeply");
    std::string sql;
    if (take_word("not")) {
      sql = "NOT " + one();
    } else if (next().kind == QueryWord::kOpen) {
      take();
      sql = either();
      if (next().kind != QueryWord::kClose) fail("')' is expected");
      take();
    } else {
      sql = comparison();
    }
    --depth_;
    return sql;
  }

  std::string comparison() {
    if (++comparisons_ > kMostComparisons) {
      fail("it has more than 200 comparisons");
    }
    if (next().kind != QueryWord::kName) {
      fail("a field is expected", "The fields: " + field_names() + ".");
    }
    const QueryWord& name = take();
    if (name.text.starts_with(kMetadata)) return metadata(name);
    for (const QueryField& field : query_fields()) {
      if (name.text != field.name) continue;
      const std::string sign = comparing();
      if (field.type == QueryField::kNumber) return number(field.sql, sign);
      if (field.type == QueryField::kReason) return reason(field.sql, sign);
      return text(field.sql, sign);
    }
    --at_;
    fail("there is no field '" + name.text + "'",
         "The fields: " + field_names() + ".");
  }

  std::string comparing() {
    if (next().kind != QueryWord::kOperator) {
      fail("an operator is expected", "The operators: = != ~ !~ < <= > >=.");
    }
    return take().text;
  }

  const QueryWord& value() {
    if (next().kind != QueryWord::kText) fail("a value is expected");
    return take();
  }

  std::string bound(Query::Value value) {
    query_.values_.push_back(std::move(value));
    return "?" + std::to_string(query_.values_.size());
  }

  std::string text(const std::string& sql, const std::string& sign) {
    const QueryWord& wanted = value();
    if (sign != "~" && sign != "!~")
      return sql + " " + sign + " " + bound(wanted.text);
    try {
      const Pattern pattern(wanted.text);
    } catch (const Error& error) {
      --at_;
      fail(error.what_happened(), error.hint());
    }
    const std::string found = "found(" + bound(wanted.text) + ", " + sql + ")";
    return sign == "~" ? found : "NOT " + found;
  }

  std::string number(const std::string& sql, const std::string& sign) {
    if (sign == "~" || sign == "!~") {
      --at_;
      fail("numbers have no regular expressions");
    }
    double wanted = 0;
    if (!read_number(value().text, wanted)) {
      --at_;
      fail("a number is expected");
    }
    return "(" + sql + ") " + sign + " " + bound(wanted);
  }

  // "excluded=yes" and "excluded=no" ask whether there is a reason.
  std::string reason(const std::string& sql, const std::string& sign) {
    const bool equality = sign == "=" || sign == "!=";
    if (equality && next().kind == QueryWord::kText &&
        (next().text == "yes" || next().text == "no")) {
      const bool wanted = (take().text == "yes") == (sign == "=");
      return sql + (wanted ? " != ''" : " = ''");
    }
    return text(sql, sign);
  }

  std::string metadata(const QueryWord& name) {
    const std::string key = name.text.substr(kMetadata.size());
    if (key.empty() || key.find('\\') != std::string::npos) {
      --at_;
      fail("a key of the metadata is expected after 'meta.'");
    }
    const std::string sign = comparing();
    double wanted = 0;
    const bool ordered = sign[0] == '<' || sign[0] == '>';
    const bool numeric = ordered && next().kind == QueryWord::kText &&
                         read_number(next().text, wanted);
    const std::string path = bound("$.\"" + key + "\"");
    const std::string sql =
        "CASE metadata WHEN '' THEN '' ELSE coalesce("
        "json_extract(metadata, " +
        path + "), '') END";
    if (!numeric) return text("(" + sql + ")", sign);
    take();
    return "coalesce(CAST(nullif(" + sql + ", '') AS REAL) " + sign + " " +
           bound(wanted) + ", 0)";
  }

  std::string_view text_;
  std::vector<QueryWord> words_;
  size_t at_ = 0, comparisons_ = 0;
  int depth_ = 0;
  Query query_;
};

Query Query::parse(std::string_view text) { return QueryParser(text).parse(); }

std::string Query::where() const {
  return is_everything() ? "" : "WHERE " + condition_;
}

std::vector<SqlValue> Query::values() const {
  std::vector<SqlValue> values;
  for (const Value& value : values_) {
    if (const auto* number = std::get_if<double>(&value)) {
      values.push_back(*number);
    } else {
      values.push_back(std::string_view(std::get<std::string>(value)));
    }
  }
  return values;
}

}  // namespace mote
