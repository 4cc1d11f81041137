#include "lib/compiler/emit/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr size_t kColumns = 80;

template <typename T>
std::vector<T> values_of(const std::vector<uint8_t>& data) {
  std::vector<T> values(data.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), data.data(), data.size());
  return values;
}

template <typename T>
std::vector<std::string> int_literals(const std::vector<uint8_t>& data) {
  std::vector<std::string> items;
  for (const T value : values_of<T>(data)) items.push_back(int_literal(value));
  return items;
}

std::vector<std::string> literals(const Constant& constant) {
  switch (constant.type) {
    case Type::kInt8:
      return int_literals<int8_t>(constant.data);
    case Type::kInt16:
      return int_literals<int16_t>(constant.data);
    case Type::kInt32:
      return int_literals<int32_t>(constant.data);
    case Type::kInt64:
      return int_literals<int64_t>(constant.data);
    case Type::kUint8:
    case Type::kBool:
      return int_literals<uint8_t>(constant.data);
    case Type::kUint16:
      return int_literals<uint16_t>(constant.data);
    case Type::kUint32:
      return int_literals<uint32_t>(constant.data);
    case Type::kFloat32: {
      std::vector<std::string> items;
      for (const float value : values_of<float>(constant.data)) {
        items.push_back(float_literal(double{value}));
      }
      return items;
    }
    default:
      throw Error(type_name(constant.type) + " constants are not emitted",
                  constant.name);
  }
}

}  // namespace

std::string snake_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    name += std::isalnum(byte) ? static_cast<char>(std::tolower(byte)) : '_';
  }
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0]))) {
    name = "model_" + name;
  }
  return name;
}

std::string camel_name(const std::string& snake) {
  std::string name;
  bool upper = true;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
    } else {
      name += upper ? static_cast<char>(std::toupper(c)) : c;
      upper = false;
    }
  }
  return name;
}

std::string shape_text(const Tensor& tensor) {
  std::string text;
  for (const int size : tensor.shape) {
    text += (text.empty() ? "" : "x") + std::to_string(size);
  }
  return text.empty() ? "1" : text;
}

std::string numbered(const std::string& name, size_t i) {
  return i == 0 ? name : name + std::to_string(i);
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c == '\\'; },
      '_');
  return text;
}

std::string cpp_type(Type type) {
  switch (type) {
    case Type::kInt8:
      return "int8_t";
    case Type::kInt16:
      return "int16_t";
    case Type::kInt32:
      return "int32_t";
    case Type::kInt64:
      return "int64_t";
    case Type::kUint8:
      return "uint8_t";
    case Type::kUint16:
      return "uint16_t";
    case Type::kUint32:
      return "uint32_t";
    case Type::kUint64:
      return "uint64_t";
    case Type::kBool:
      return "bool";
    case Type::kFloat32:
      return "float";
    default:
      throw Error(type_name(type) + " tensors are not emitted");
  }
}

std::string indented(const std::string& text, const std::string& margin) {
  if (margin.empty()) return text;
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    result += margin + text.substr(at, end - at);
    at = end;
  }
  return result;
}

std::string int_literal(int64_t value) {
  // -2147483648 is a negated int64_t in C++.
  if (value == INT32_MIN) return "-2147483647 - 1";
  return std::to_string(value);
}

std::string float_literal(double value) {
  std::string text = fmt::format("{:.9g}", static_cast<float>(value));
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "f";
}

std::string wrapped(const std::vector<std::string>& items, int indent) {
  const std::string margin(static_cast<size_t>(indent), ' ');
  std::string text, line = margin;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
    if (line.size() > margin.size()) {
      if (line.size() + 1 + item.size() > kColumns) {
        text += line + "\n";
        line = margin;
      } else {
        line += " ";
      }
    }
    line += item;
  }
  return text + line;
}

std::string array_definition(const Constant& constant) {
  const std::vector<std::string> items = literals(constant);
  std::string text;
  if (!constant.comment.empty()) text += "// " + constant.comment + "\n";
  return text + fmt::format("alignas({}) constexpr {} k{}[{}] = {{\n{}}};\n",
                            constant.alignment, cpp_type(constant.type),
                            constant.name, items.size(), wrapped(items, 4));
}

}  // namespace mote
