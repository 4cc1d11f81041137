#include "lib/compiler/kernels/operators_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/kernels/kernel_table.h"

namespace mote {

std::string operators_page() {
  std::string text =
      "# Operators\n\n"
      "What `mote compile` knows, written by `mote compile --operators`. "
      "Every\n"
      "result equals TensorFlow Lite Micro's: integers bit for bit, real\n"
      "numbers within 1e-5 of a tensor's largest magnitude. Anything else is\n"
      "refused before a file is written, with the operator, the tensor and\n"
      "what to do; docs/add_a_kernel.md says how to add one.\n\n"
      "| operator | types | limits |\n|---|---|---|\n";
  std::vector<std::string> rows;
  for (const KernelFamily& family : kernel_table()) {
    rows.push_back(fmt::format("| {} | {} | {} |\n", operator_name(family.code),
                               family.types, family.limits));
  }
  std::sort(rows.begin(), rows.end());
  for (const std::string& row : rows) text += row;
  text +=
      "\nCALL_ONCE, VAR_HANDLE, SHAPE and the custom operator TFLM_DECODE are\n"
      "resolved when compiling:\n"
      "variables become memory of the emitted class, which then has "
      "`Reset()`.\n"
      "IF and WHILE become branches and loops of its `Invoke()`: their "
      "subgraphs\nshare the model's arena, and conditions are read when it "
      "runs. Such\nsubgraphs may not name variables.\n"
      "\n## Custom operators\n\nTensorFlow Lite Micro's:\n\n";
  for (const CustomKernelFamily& family : custom_kernel_table()) {
    text += "- " + family.name + "\n";
  }
  return text;
}

}  // namespace mote
