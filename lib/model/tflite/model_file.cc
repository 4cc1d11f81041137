#include "lib/model/tflite/model_file.h"

#include <algorithm>
#include <cstdlib>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/model/tflite/tflite.h"

namespace mote {
namespace {

// Without what stands in // and /* */.
std::string without_comments(const std::string& source) {
  std::string text;
  for (size_t i = 0; i < source.size(); ++i) {
    const std::string two = source.substr(i, 2);
    if (two == "//") {
      i = std::min(source.find('\n', i), source.size());
      text += '\n';
    } else if (two == "/*") {
      const size_t end = source.find("*/", i + 2);
      if (end == std::string::npos) break;
      i = end + 1;
      text += ' ';
    } else {
      text += source[i];
    }
  }
  return text;
}

// What lies between the braces of "name[...] = {...}".
std::string initializer(const std::string& text, const std::string& where) {
  const size_t bracket = text.find('[');
  const size_t equals = text.find('=', std::min(bracket, text.size()));
  const size_t begin = text.find('{', std::min(equals, text.size()));
  const size_t end = text.find('}', std::min(begin, text.size()));
  if (end == std::string::npos) {
    throw Error("neither a .tflite file nor source with an array", where,
                "Make the array with: xxd -i model.tflite");
  }
  return text.substr(begin + 1, end - begin - 1);
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

std::vector<uint8_t> bytes_of_c_array(const std::string& source,
                                      const std::string& where) {
  const std::string list = initializer(without_comments(source), where);
  std::vector<uint8_t> bytes;
  const char* at = list.c_str();
  while (true) {
    while (is_space(*at) || *at == ',') ++at;
    if (*at == '\0') return bytes;
    char* end = nullptr;
    const long value = std::strtol(at, &end, 0);
    while (is_space(*end)) ++end;
    if (end == at || value < -128 || value > 255 ||
        (*end != ',' && *end != '\0')) {
      throw Error("number " + std::to_string(bytes.size()) +
                      " of the array is not a byte",
                  where, "Make the array with: xxd -i model.tflite");
    }
    bytes.push_back(static_cast<uint8_t>(value));
    at = end;
  }
}

Model read_model_file(const fs::path& path) {
  const std::vector<uint8_t> bytes = read_bytes(path);
  constexpr char kIdentifier[] = {'T', 'F', 'L', '3'};
  const bool tflite =
      bytes.size() >= 8 && std::equal(std::begin(kIdentifier),
                                      std::end(kIdentifier), bytes.begin() + 4);
  const bool text = std::ranges::find(bytes, 0) == bytes.end();
  if (tflite || !text) return read_tflite(bytes, path.string());
  const std::string source(bytes.begin(), bytes.end());
  return read_tflite(bytes_of_c_array(source, path.string()), path.string());
}

}  // namespace mote
