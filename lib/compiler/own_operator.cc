#include "lib/compiler/own_operator.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "lib/base/error.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHint = "docs/add_a_kernel.md describes the file.";

std::string required(const toml::table& table, const char* key,
                     const fs::path& file) {
  if (auto value = table[key].value<std::string>()) return *value;
  throw Error(fmt::format("'{}' is missing or no text", key), file.string(),
              kHint);
}

std::vector<std::string> texts(const toml::table& table, const char* key,
                               const fs::path& file) {
  std::vector<std::string> values;
  const toml::array* array = table[key].as_array();
  if (array == nullptr) return values;
  for (const toml::node& node : *array) {
    const auto value = node.value<std::string>();
    if (!value) {
      throw Error(fmt::format("'{}' holds something else than texts", key),
                  file.string(), kHint);
    }
    values.push_back(*value);
  }
  return values;
}

// A pair of texts, or of a text and a number.
std::pair<std::string, std::string> parameter(const toml::node& node,
                                              const fs::path& file) {
  const toml::array* pair = node.as_array();
  if (pair != nullptr && pair->size() == 2 && pair->get(0)->is_string()) {
    const std::string name = pair->get(0)->value_or(std::string());
    if (const auto text = pair->get(1)->value<std::string>()) {
      return {name, *text};
    }
    if (const auto number = pair->get(1)->value<int64_t>()) {
      return {name, std::to_string(*number)};
    }
  }
  throw Error("a parameter is no pair of a field and its value", file.string(),
              "Write them as [\"size\", \"output.size\"].");
}

OwnOperator read_one(const fs::path& file) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    throw Error(
        std::string(error.description()),
        fmt::format("{}, line {}", file.string(), error.source().begin.line),
        kHint);
  }
  OwnOperator own;
  own.file = file;
  own.name = required(table, "operator", file);
  own.kernel = required(table, "kernel", file);
  own.parameter_type = required(table, "parameter_type", file);
  own.header = required(table, "header", file);
  own.sources = texts(table, "sources", file);
  own.types = texts(table, "types", file);
  own.in_place = table["in_place"].value_or(false);
  own.scratch_bytes = table["scratch_bytes"].value_or(int64_t{0});
  if (const toml::array* list = table["parameters"].as_array()) {
    for (const toml::node& node : *list) {
      own.parameters.push_back(parameter(node, file));
    }
  }
  for (const std::string& name : own.sources) {
    if (!fs::exists(file.parent_path() / name)) {
      throw Error("there is no " + name, file.string(), kHint);
    }
  }
  if (!fs::exists(file.parent_path() / own.header)) {
    throw Error("there is no " + own.header, file.string(), kHint);
  }
  return own;
}

// Makes parameter values for one operator.
class Values {
 public:
  Values(const OwnOperator& own, const Operator& op, Lowering& lowering)
      : own_(own), op_(op), lowering_(lowering) {}

  std::variant<int64_t, double, Location> value(const std::string& text) {
    if (const auto integer = number(text)) return *integer;
    const size_t dot = text.find('.');
    if (dot == std::string::npos) fail(text);
    const std::string what = text.substr(0, dot), which = text.substr(dot + 1);
    if (what == "option") return static_cast<int64_t>(option(which));
    if (what == "optionf") return option(which);
    if (what.rfind("input", 0) == 0) {
      const size_t place = index(what.substr(5), text);
      if (which == "data") return data(lowering_.input(op_, place));
      return of_tensor(lowering_.input(op_, place), which, text);
    }
    if (what.rfind("output", 0) == 0) {
      const size_t place = index(what.substr(6), text);
      return of_tensor(lowering_.output(op_, place), which, text);
    }
    fail(text);
  }

 private:
  static std::optional<int64_t> number(const std::string& text) {
    int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
  }

  size_t index(const std::string& digits, const std::string& text) const {
    if (digits.empty()) return 0;
    const auto place = number(digits);
    if (!place || *place < 0) fail(text);
    return static_cast<size_t>(*place);
  }

  double option(const std::string& name) const {
    const auto found = op_.options.numbers.find(name);
    if (found != op_.options.numbers.end()) return found->second;
    lowering_.refuse(op_, "it has no option '" + name + "'",
                     own_.file.string() + " asks for it.");
  }

  std::variant<int64_t, double, Location> of_tensor(const Tensor& tensor,
                                                    const std::string& which,
                                                    const std::string& text) {
    if (which == "size") return tensor.elements();
    if (which == "zero_point") return int64_t{tensor.zero_point()};
    if (which == "scale") return tensor.scale();
    if (which.rfind("shape.", 0) == 0) {
      const size_t d = index(which.substr(6), text);
      if (d < tensor.shape.size()) return int64_t{tensor.shape[d]};
    }
    fail(text);
  }

  Location data(const Tensor& tensor) {
    if (!tensor.constant()) {
      lowering_.refuse(op_, fmt::format("'{}' is not constant", tensor.name),
                       own_.file.string() + " asks for its values.");
    }
    return lowering_.constant("Data", tensor.type, tensor.data, tensor.name, 8);
  }

  [[noreturn]] void fail(const std::string& text) const {
    throw Error("a parameter's value means nothing: " + text,
                own_.file.string(), kHint);
  }

  const OwnOperator& own_;
  const Operator& op_;
  Lowering& lowering_;
};

// The computed inputs; throws unless all types are those described.
std::vector<size_t> check_types(const OwnOperator& own, const Operator& op,
                                Lowering& lowering) {
  std::vector<size_t> computed;
  std::vector<std::string> types;
  for (size_t i = 0; i < op.inputs.size(); ++i) {
    if (!lowering.has_input(op, i) || lowering.input(op, i).constant())
      continue;
    computed.push_back(i);
    types.push_back(type_name(lowering.input(op, i).type));
  }
  for (size_t i = 0; i < op.outputs.size(); ++i) {
    types.push_back(type_name(lowering.output(op, i).type));
  }
  if (types != own.types) {
    lowering.refuse(op,
                    fmt::format("its types are {}, not those of {}",
                                fmt::join(types, ", "), own.file.string()),
                    "Correct types in the description, or the model.");
  }
  return computed;
}

}  // namespace

std::vector<OwnOperator> read_own_operators(const fs::path& folder) {
  if (!fs::is_directory(folder)) {
    throw Error("is not a folder", folder.string(), kHint);
  }
  std::vector<OwnOperator> operators;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".toml") continue;
    operators.push_back(read_one(entry.path()));
  }
  if (operators.empty()) {
    throw Error("describes no operator", folder.string(), kHint);
  }
  std::sort(operators.begin(), operators.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return operators;
}

const OwnOperator* find_own_operator(const std::vector<OwnOperator>& operators,
                                     const Operator& op) {
  if (op.code != OperatorCode::kCustom) return nullptr;
  const auto found =
      std::find_if(operators.begin(), operators.end(),
                   [&](const auto& own) { return own.name == op.custom_name; });
  return found == operators.end() ? nullptr : &*found;
}

Step lower_own_operator(const OwnOperator& own, const Operator& op,
                        Lowering& lowering) {
  Step step = lowering.begin(op, check_types(own, op, lowering));
  step.kernel = own.kernel;
  step.parameter_type = own.parameter_type;
  step.header = own.header;
  step.sources = own.sources;
  step.folder = own.file.parent_path();
  step.in_place = own.in_place;
  step.comment = own.name;
  step.cost.scratch_bytes = own.scratch_bytes;
  Values values(own, op, lowering);
  for (const auto& [name, text] : own.parameters) {
    step.parameters.push_back({name, values.value(text)});
  }
  return step;
}

}  // namespace mote
