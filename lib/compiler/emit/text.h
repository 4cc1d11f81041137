// Names and numbers as C++ source.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/plan.h"

namespace mote {

std::string snake_name(const std::string& text);          // "micro_speech"
std::string camel_name(const std::string& snake);         // "MicroSpeech"
std::string cpp_type(Type type);                          // "int8_t"
std::string shape_text(const Tensor& tensor);             // "49x40x1"; "1"
std::string numbered(const std::string& name, size_t i);  // "input", "input1"
std::string one_line(std::string text);  // as a comment can hold it
std::string int_literal(int64_t value);
std::string float_literal(double value);  // "0.5f"

// Every line further to the right by `margin`.
std::string indented(const std::string& text, const std::string& margin);

// Items separated by commas, wrapped at 80 columns, each line indented.
std::string wrapped(const std::vector<std::string>& items, int indent);

// "constexpr int8_t kLayer1Weights[16] = {...};"
std::string array_definition(const Constant& constant);

}  // namespace mote
