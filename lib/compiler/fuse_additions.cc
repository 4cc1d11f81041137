#include "lib/compiler/fuse_additions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "lib/compiler/passes/readers.h"

namespace mote {
namespace {

constexpr int kPixelsOfPointwise = 24;  // at a time
constexpr int64_t kMostRows = 9;        // at a time
constexpr int64_t kMostRowBytes = 2048;
constexpr int64_t kInstructionsACall = 120;

const std::vector<FusedKernel>& fused_kernels() {
  const std::string folder = "device/nn/conv/";
  const auto staggered = [&](const std::string& isa) {
    return FusedKernel{isa + "::ConvInt8",
                       "tabulated::AddInt8",
                       isa + "::ConvAddInt8",
                       "StaggeredConvAddParams",
                       folder + "staggered_conv_add.h",
                       folder + "staggered_conv_add_" + isa + ".cc",
                       6};
  };
  const auto packed = [&](const std::string& conv, const std::string& params) {
    return FusedKernel{
        "armv7em::" + conv + "Int8",    "armv7em::ShortAddInt8",
        "armv7em::" + conv + "AddInt8", params,
        folder + "packed_conv_add.h",   folder + "packed_conv_add_armv7em.cc"};
  };
  const auto portable = [&](const std::string& conv) {
    return FusedKernel{"reference::" + conv + "Int8",
                       "reference::AddInt8",
                       "reference::" + conv + "AddInt8",
                       conv + "AddParams",
                       folder + "conv_add.h",
                       folder + "conv_add.cc"};
  };
  static const std::vector<FusedKernel> kernels = {
      portable("Conv"),
      portable("DepthwiseConv"),
      staggered("armv6m"),
      staggered("armv7m"),
      staggered("rv32"),
      packed("Conv", "PackedConvAddParams"),
      packed("Pointwise", "PackedPointwiseAddParams"),
      {"mve::ConvInt8", "mve::ShortAddInt8", "mve::ConvAddInt8",
       "VectorConvAddParams", folder + "vector_conv_add.h",
       folder + "vector_conv_add_mve.cc", 3, true}};
  return kernels;
}

// The integer parameter called `name`, if there is one.
std::optional<int64_t> parameter(const Step& step, const std::string& name) {
  for (const ParameterField& field : step.parameters) {
    if (field.name == name) return std::get<int64_t>(field.value);
  }
  return std::nullopt;
}

// How a layer's outputs are cut, and what that costs.
struct Cut {
  int64_t rows_together = 1, row_size = 0, rows = 1;
  double share_of_work = 1;  // instructions over those of the whole at once
};

// Outputs that a call of so many rows computes.
int64_t computed(int64_t rows, int64_t width, const FusedKernel& fused) {
  const auto whole = [](int64_t count, int64_t together) {
    return (count + together - 1) / together * together;
  };
  if (fused.in_columns) return whole(rows, fused.together) * width;
  const int64_t pixels = rows * width;
  // Fewer than are computed together are computed one by one.
  return pixels < fused.together ? pixels * fused.together
                                 : whole(pixels, fused.together);
}

// As few rows as waste the least.
std::optional<Cut> cut_rows(int64_t rows, int64_t row_size, int64_t width,
                            const FusedKernel& fused) {
  const int64_t least = fused.in_columns ? fused.together : 1;
  const int64_t most_bytes = std::max(kMostRowBytes, rows * row_size / 3);
  const auto at_once = static_cast<double>(computed(rows, width, fused));
  std::optional<Cut> best;
  for (int64_t r = least; r <= kMostRows && r < rows; ++r) {
    if (r > least && r * row_size > most_bytes) break;
    const int64_t rest = rows % r;
    if (rest != 0 && rest < least) continue;
    const int64_t in_pieces = rows / r * computed(r, width, fused) +
                              (rest == 0 ? 0 : computed(rest, width, fused));
    const double share = static_cast<double>(in_pieces) / at_once;
    if (!best || share < best->share_of_work) best = {r, row_size, rows, share};
  }
  return best;
}

std::optional<Cut> cut(const Step& conv, const FusedKernel& fused,
                       int64_t outputs) {
  constexpr int64_t kWordBytes = 4;
  if (const auto pixels = parameter(conv, "pixels")) {
    if (*pixels <= kPixelsOfPointwise) return std::nullopt;
    return Cut{kPixelsOfPointwise, outputs / *pixels, *pixels, 1};
  }
  const int64_t rows = *parameter(conv, "window.output_height");
  const int64_t width = *parameter(conv, "window.output_width");
  const int64_t input_row = *parameter(conv, "window.input_width") *
                            *parameter(conv, "input_channels");
  // Kernels of an instruction set need tensors at a word's address.
  const bool portable = fused.kernel.rfind("reference::", 0) == 0;
  if (!portable && input_row % kWordBytes != 0) return std::nullopt;
  // Rows of a turned image are none of the outputs.
  const auto column = parameter(conv, "input_column_step");
  if (column && column != parameter(conv, "input_channels")) {
    return std::nullopt;
  }
  return cut_rows(rows, outputs / rows, width, fused);
}

void append_fields(const Step& from, const std::string& within, Step& to) {
  for (ParameterField field : from.parameters) {
    field.name = within + field.name;
    to.parameters.push_back(std::move(field));
  }
}

Step fuse(const Step& conv, const Step& add, const FusedKernel& fused,
          const Cut& cut) {
  const bool sums_first = add.input_tensors[0] == conv.output_tensors[0];
  Step step = add;
  step.kernel = fused.kernel;
  step.parameter_type = fused.parameter_type;
  step.header = fused.header;
  step.sources.insert(step.sources.begin(), conv.sources.begin(),
                      conv.sources.end());
  step.sources.push_back(fused.source);
  step.parameters = {{"rows", cut.rows_together},
                     {"row_size", cut.row_size},
                     {"sums_first", int64_t{sums_first}}};
  append_fields(add, "add.", step);
  append_fields(conv, "conv.", step);
  step.input_tensors = {add.input_tensors[sums_first ? 1 : 0],
                        conv.input_tensors[0]};
  step.in_place = true;
  step.comment = conv.comment + ", then " + add.comment;
  step.cost.macs = conv.cost.macs;
  const int64_t calls = (cut.rows + cut.rows_together - 1) / cut.rows_together;
  step.cost.instructions =
      static_cast<int64_t>(cut.share_of_work *
                           static_cast<double>(conv.cost.instructions)) +
      add.cost.instructions + calls * kInstructionsACall;
  step.cost.scratch_bytes =
      (cut.rows_together * cut.row_size + 3) / 4 * 4 + conv.cost.scratch_bytes;
  return step;
}

const FusedKernel* kernel_for(const Step& conv, const Step& add) {
  for (const FusedKernel& fused : fused_kernels()) {
    if (fused.conv == conv.kernel && fused.add == add.kernel) return &fused;
  }
  return nullptr;
}

// The step for both, if they can be one.
std::optional<Step> joined(const Plan& plan, const Step& conv,
                           const Step& add) {
  const FusedKernel* fused = kernel_for(conv, add);
  if (fused == nullptr || conv.images > 1 || add.images > 1) {
    return std::nullopt;
  }
  const int sums = conv.output_tensors[0];
  const int a = add.input_tensors[0], b = add.input_tensors[1];
  const std::vector<Tensor>& tensors = plan.model.tensors;
  if ((a == sums) == (b == sums) || count_reads(plan.model, sums) != 1 ||
      tensors[a].elements() != tensors[b].elements()) {
    return std::nullopt;
  }
  const auto rows = cut(conv, *fused, tensors[sums].elements());
  if (!rows) return std::nullopt;
  return fuse(conv, add, *fused, *rows);
}

std::string line(const char* mark, const Step& step) {
  return fmt::format("{} {} = {} ({})\n", mark, step.layer, step.comment,
                     step.kernel);
}

int64_t flash_bytes(const Plan& plan) {
  return plan.constant_bytes() + plan.code_bytes();
}

}  // namespace

const FusedKernel* find_fused_kernel(const std::string& kernel) {
  for (const FusedKernel& fused : fused_kernels()) {
    if (fused.kernel == kernel) return &fused;
  }
  return nullptr;
}

std::string fuse_additions(Plan& plan) {
  std::string text;
  std::vector<Step> steps;
  for (Step& step : plan.steps) {
    auto both = steps.empty() ? std::nullopt : joined(plan, steps.back(), step);
    if (!both) {
      steps.push_back(std::move(step));
      continue;
    }
    text += line("-", steps.back()) + line("-", step) + line("+", *both);
    steps.back() = std::move(*both);
  }
  plan.steps = std::move(steps);
  return text;
}

bool fusion_pays(const Plan& plan, const Plan& fused) {
  constexpr int64_t kLeastShare = 16, kMostSlower = 32;
  const int64_t saved = plan.arena_bytes - fused.arena_bytes;
  const int64_t before = plan.total_cost().instructions;
  return kLeastShare * saved >= plan.arena_bytes &&
         saved > flash_bytes(fused) - flash_bytes(plan) &&
         kMostSlower * (fused.total_cost().instructions - before) <= before;
}

std::string describe_fusion(const Plan& plan, const Plan& fused, bool taken) {
  return fmt::format(
      "{}: arena {} -> {} bytes, flash {:+} bytes, instructions {:+.1f} %, "
      "estimated",
      taken ? "taken" : "not taken", plan.arena_bytes, fused.arena_bytes,
      flash_bytes(fused) - flash_bytes(plan),
      100.0 *
          static_cast<double>(fused.total_cost().instructions -
                              plan.total_cost().instructions) /
          static_cast<double>(
              std::max<int64_t>(plan.total_cost().instructions, 1)));
}

}  // namespace mote
