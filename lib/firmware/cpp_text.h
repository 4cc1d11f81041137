// Values as C++ source text.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace mote {

// A string literal with its quotes; whatever bytes the text holds, the literal
// is plain ASCII without trigraphs.
std::string cpp_string(std::string_view text);

// The text with everything that could end a comment replaced.
std::string cpp_comment(std::string_view text);

// "{1, 2,\n 3}" in lines of up to 80 columns, indented by four.
template <class Number>
std::string cpp_list(const std::vector<Number>& values) {
  constexpr size_t kColumns = 80;
  std::string text = "{\n    ", word;
  size_t column = 4;
  for (size_t i = 0; i < values.size(); ++i) {
    word = fmt::format("{}{}", values[i], i + 1 < values.size() ? "," : "");
    if (column > 4 && column + 1 + word.size() > kColumns) {
      text += "\n    ";
      column = 4;
    } else if (i > 0) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text + "}";
}

// `const int16_t kName[3] = {...};` with the comment above.
template <class Number>
std::string cpp_array(std::string_view type, std::string_view name,
                      const std::vector<Number>& values,
                      std::string_view comment) {
  return fmt::format("// {}\nconst {} {}[{}] = {};\n", comment, type, name,
                     values.size(), cpp_list(values));
}

}  // namespace mote
