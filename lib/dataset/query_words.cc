#include "lib/dataset/query_words.h"

#include <fmt/format.h>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kOperatorCharacters = "=!<>~";

bool is_one_of(std::string_view characters, char c) {
  return characters.find(c) != std::string_view::npos;
}

class QueryReader {
 public:
  explicit QueryReader(std::string_view text) : text_(text) {}

  std::vector<QueryWord> read() && {
    while (skip_spaces(), at_ < text_.size()) read_word();
    add(QueryWord::kEnd, text_.size(), "");
    return std::move(words_);
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && is_one_of(kSpaces, text_[at_])) ++at_;
  }

  void add(QueryWord::Kind kind, size_t start, std::string text) {
    words_.push_back({kind, std::move(text), start + 1});
  }

  bool value_is_due() const {
    return !words_.empty() && words_.back().kind == QueryWord::kOperator;
  }

  void read_word() {
    const char c = text_[at_];
    if (c == '(' || c == ')') {
      add(c == '(' ? QueryWord::kOpen : QueryWord::kClose, at_,
          std::string(1, c));
      ++at_;
    } else if (c == '\'' || c == '"') {
      read_quoted(c);
    } else if (value_is_due()) {
      read_bare(QueryWord::kText, "()");
    } else if (is_one_of(kOperatorCharacters, c)) {
      read_operator();
    } else {
      read_bare(QueryWord::kName, "()=!<>~'\"");
    }
  }

  void read_operator() {
    for (std::string_view known :
         {"!=", "!~", "<=", ">=", "=", "~", "<", ">"}) {
      if (!text_.substr(at_).starts_with(known)) continue;
      add(QueryWord::kOperator, at_, std::string(known));
      at_ += known.size();
      return;
    }
    refuse_query(text_, at_ + 1, "there is no such operator",
                 "The operators: = != ~ !~ < <= > >=.");
  }

  void read_quoted(char quote) {
    const size_t start = at_++;
    std::string value;
    while (at_ < text_.size() && text_[at_] != quote) {
      const bool escaped = text_[at_] == '\\' && at_ + 1 < text_.size() &&
                           is_one_of("\\'\"", text_[at_ + 1]);
      if (escaped) ++at_;
      value += text_[at_++];
    }
    if (at_ == text_.size()) {
      refuse_query(text_, start + 1, "the quote does not end");
    }
    ++at_;
    add(QueryWord::kText, start, value);
  }

  void read_bare(QueryWord::Kind kind, std::string_view ends) {
    const size_t start = at_;
    while (at_ < text_.size() && !is_one_of(kSpaces, text_[at_]) &&
           !is_one_of(ends, text_[at_])) {
      ++at_;
    }
    add(kind, start, std::string(text_.substr(start, at_ - start)));
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<QueryWord> words_;
};

}  // namespace

std::vector<QueryWord> query_words(std::string_view text) {
  return QueryReader(text).read();
}

void refuse_query(std::string_view text, size_t column, const std::string& what,
                  const std::string& hint) {
  constexpr size_t kShown = 200;
  const std::string shown = text.size() > kShown
                                ? std::string(text.substr(0, kShown)) + "..."
                                : std::string(text);
  throw UsageError("the query cannot be understood: " + what,
                   fmt::format("column {} of: {}", column, shown), hint);
}

}  // namespace mote
