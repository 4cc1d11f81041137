#include "lib/compiler/explain/describe_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lib/base/hash.h"
#include "lib/compiler/passes/passes.h"

namespace mote {
namespace {

constexpr size_t kLongestName = 40;
constexpr int64_t kFewValues = 8;

// "int8[1x4x4x1] {0.5, -128}"
std::string kind_of(const Tensor& tensor) {
  std::string text = fmt::format("{}[{}]", type_name(tensor.type),
                                 fmt::join(tensor.shape, "x"));
  const Quantization& q = tensor.quantization;
  if (q.scale.size() == 1) {
    text += fmt::format(" {{{}, {}}}", q.scale[0],
                        q.zero_point.empty() ? 0 : q.zero_point[0]);
  } else if (q.scale.size() > 1) {
    text += fmt::format(" {{{} scales}}", q.scale.size());
  }
  return text;
}

template <typename T>
std::string list_of(const Tensor& tensor) {
  const std::vector<T> values = constant_values<T>(tensor);
  return fmt::format("({})", fmt::join(values, " "));
}

// The values of a constant, or a checksum of them.
std::string values_of(const Tensor& tensor) {
  if (tensor.elements() <= kFewValues) {
    switch (tensor.type) {
      case Type::kInt8:
        return list_of<int8_t>(tensor);
      case Type::kInt16:
        return list_of<int16_t>(tensor);
      case Type::kInt32:
        return list_of<int32_t>(tensor);
      case Type::kInt64:
        return list_of<int64_t>(tensor);
      case Type::kFloat32:
        return list_of<float>(tensor);
      default:
        break;
    }
  }
  return "#" + sha256(tensor.data).substr(0, 6);
}

std::string input_text(const Model& model, int index) {
  if (index < 0) return "none";
  const Tensor& tensor = model.tensors[index];
  if (!tensor.constant()) return short_name(model, index);
  return fmt::format("{} {} {}", short_name(model, index), kind_of(tensor),
                     values_of(tensor));
}

std::string made_text(const Model& model, int index) {
  return short_name(model, index) + " " + kind_of(model.tensors[index]);
}

bool has_window(OperatorCode code) {
  return code == OperatorCode::kConv2d ||
         code == OperatorCode::kDepthwiseConv2d ||
         code == OperatorCode::kAveragePool2d ||
         code == OperatorCode::kMaxPool2d;
}

std::string activation_text(Activation activation) {
  switch (activation) {
    case Activation::kNone:
      return "";
    case Activation::kRelu:
      return ", ReLU";
    case Activation::kReluN1To1:
      return ", ReLU -1 to 1";
    case Activation::kRelu6:
      return ", ReLU6";
  }
  return "";
}

std::string padding_text(const OperatorOptions& o) {
  switch (o.padding) {
    case Padding::kSame:
      return ", SAME";
    case Padding::kValid:
      return ", VALID";
    case Padding::kExplicit:
      return fmt::format(", pad {} {} {} {}", o.pad_top, o.pad_bottom,
                         o.pad_left, o.pad_right);
  }
  return "";
}

std::string window_text(const Operator& op) {
  const OperatorOptions& o = op.options;
  std::string text;
  if (op.code == OperatorCode::kAveragePool2d ||
      op.code == OperatorCode::kMaxPool2d) {
    text += fmt::format(", {}x{}", o.filter_h, o.filter_w);
  }
  text += padding_text(o);
  if (o.stride_h != 1 || o.stride_w != 1) {
    text += fmt::format(", stride {}x{}", o.stride_h, o.stride_w);
  }
  if (o.dilation_h != 1 || o.dilation_w != 1) {
    text += fmt::format(", dilation {}x{}", o.dilation_h, o.dilation_w);
  }
  return text;
}

std::string operator_text(const Model& model, const Operator& op) {
  const bool custom = op.code == OperatorCode::kCustom;
  const std::string name = custom ? op.custom_name : operator_name(op);
  std::vector<std::string> inputs, outputs;
  for (const int t : op.inputs) inputs.push_back(input_text(model, t));
  for (const int t : op.outputs) outputs.push_back(made_text(model, t));
  std::string text =
      fmt::format("{}{}{}({})", fmt::join(outputs, ", "),
                  outputs.empty() ? "" : " = ", name, fmt::join(inputs, ", "));
  if (has_window(op.code)) text += window_text(op);
  if (op.code == OperatorCode::kConcatenation ||
      op.code == OperatorCode::kPack || op.code == OperatorCode::kUnpack) {
    text += fmt::format(", axis {}", op.options.axis);
  }
  if (!op.options.variable.empty()) text += ", " + op.options.variable;
  return text + activation_text(op.options.activation);
}

// Bytes of the constants that operators read, each once.
int64_t constant_bytes(const Model& model) {
  std::vector<int> read;
  for (const Operator& op : model.operators) {
    for (const int t : op.inputs) {
      if (t >= 0 && model.tensors[t].constant()) read.push_back(t);
    }
  }
  std::ranges::sort(read);
  read.erase(std::unique(read.begin(), read.end()), read.end());
  int64_t bytes = 0;
  for (const int t : read) bytes += model.tensors[t].bytes();
  return bytes;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// common[i][j]: the most lines, in order, that a from i on and b from j on
// have in common.
std::vector<std::vector<int>> common_lines(const std::vector<std::string>& a,
                                           const std::vector<std::string>& b) {
  std::vector<std::vector<int>> common(a.size() + 1,
                                       std::vector<int>(b.size() + 1, 0));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i][j] = a[i] == b[j]
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

}  // namespace

std::string short_name(const Model& model, int tensor) {
  std::string name = model.tensors[tensor].name;
  name = name.substr(0, name.find(';'));
  if (name.empty()) return fmt::format("#{}", tensor);
  if (name.size() <= kLongestName) return name;
  return "..." + name.substr(name.size() - kLongestName + 3);
}

std::string describe_model(const Model& model) {
  const auto count = [](size_t n, const char* what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  std::string text = fmt::format("{}, {} bytes of constants\n",
                                 count(model.operators.size(), "operator"),
                                 constant_bytes(model));
  for (const int t : model.inputs) text += made_text(model, t) + " = input\n";
  for (size_t t = 0; t < model.tensors.size(); ++t) {
    const Tensor& tensor = model.tensors[t];
    if (!tensor.variable) continue;
    text += made_text(model, static_cast<int>(t)) + " = variable\n";
  }
  for (const Operator& op : model.operators) {
    text += operator_text(model, op) + "\n";
  }
  for (const int t : model.outputs) {
    text += "output " + short_name(model, t) + "\n";
  }
  return text;
}

std::string describe_difference(const std::string& before,
                                const std::string& after) {
  const std::vector<std::string> a = lines_of(before), b = lines_of(after);
  const auto common = common_lines(a, b);
  std::string text;
  size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      text += "  " + a[i++] + "\n";
      ++j;
    } else if (j == b.size() ||
               (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      text += "- " + a[i++] + "\n";
    } else {
      text += "+ " + b[j++] + "\n";
    }
  }
  return text;
}

PassResult explain_fusion(const Plan& plan) {
  const Fusion& fusion = plan.fusion;
  return {"fuse_additions", fusion.taken, fusion.note,
          fusion.taken ? fusion.text : ""};
}

std::vector<PassResult> explain_passes(const Model& model) {
  std::string before = describe_model(model);
  std::vector<PassResult> results = {
      {"model", false, "", describe_difference(before, before)}};
  Model current = model;
  for (const Pass& pass : compiler_passes()) {
    const std::string note = pass.note ? pass.note(current) : "";
    current = pass.run(std::move(current));
    std::string after = describe_model(current);
    results.push_back(
        {pass.name, after != before, note, describe_difference(before, after)});
    before = std::move(after);
  }
  return results;
}

}  // namespace mote
