#include "lib/firmware/bench_program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>

#include "lib/compiler/emit/text.h"
#include "lib/firmware/sources.h"

namespace mote {
namespace {

std::vector<std::string> array_names(const char* name, size_t count) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i)
    names.push_back(fmt::format("{}{}", name, i));
  return names;
}

std::string array(const Model& model, int tensor, const std::string& name) {
  return fmt::format("alignas(8) int8_t {}[{}];\n", name,
                     model.tensors[tensor].bytes());
}

}  // namespace

BenchText bench_text(const Model& model, const EmittedCode* code) {
  const auto in = array_names("input", model.inputs.size());
  const auto out = array_names("output", model.outputs.size());
  BenchText text;
  std::vector<std::string> arguments;
  for (size_t i = 0; i < in.size(); ++i) {
    text.arrays += array(model, model.inputs[i], in[i]);
    text.reads +=
        fmt::format("    semihosting::Read({0}, sizeof({0}));\n", in[i]);
    arguments.push_back(
        fmt::format("reinterpret_cast<const {}*>({})",
                    cpp_type(model.tensors[model.inputs[i]].type), in[i]));
  }
  for (size_t i = 0; i < out.size(); ++i) {
    text.arrays += array(model, model.outputs[i], out[i]);
    text.writes +=
        fmt::format("    semihosting::Write({0}, sizeof({0}));\n", out[i]);
    arguments.push_back(
        fmt::format("reinterpret_cast<{}*>({})",
                    cpp_type(model.tensors[model.outputs[i]].type), out[i]));
  }
  text.call = code ? fmt::format("{}::Invoke({})", code->class_name,
                                 fmt::join(arguments, ", "))
                   : "__asm__ volatile(\"\" ::: \"memory\")";
  if (code) text.include = "#include \"" + code->name + ".h\"";
  return text;
}

EmittedCode emit_for_bench(const Plan& plan) {
  return emit(plan, {"bench_model", "models"});
}

std::vector<SourceFile> bench_sources(const Plan& plan,
                                      const EmittedCode& code) {
  std::vector<SourceFile> files;
  for (const auto& [name, text] : code.files) files.push_back({name, text});
  std::vector<std::filesystem::path> kernels(code.sources.begin(),
                                             code.sources.end());
  for (const Step& step : plan.steps) {
    if (step.is_call() && step.folder.empty()) {
      kernels.emplace_back(step.header);
    }
  }
  for (SourceFile& file : device_sources(kernels)) {
    files.push_back(std::move(file));
  }
  return files;
}

std::string bench_input(const ModelInputs& inputs, size_t runs) {
  const auto count = static_cast<uint32_t>(runs);
  std::string bytes(4, '\0');
  std::memcpy(bytes.data(), &count, 4);
  for (size_t r = 0; r < runs; ++r) {
    for (const auto& tensor : inputs[r]) {
      bytes.append(tensor.begin(), tensor.end());
    }
  }
  return bytes;
}

ModelInputs bench_outputs(const Model& model, size_t runs,
                          const std::string& written) {
  ModelInputs outputs(runs);
  const char* next = written.data();
  for (auto& run : outputs) {
    for (const int t : model.outputs) {
      const auto size = static_cast<size_t>(model.tensors[t].bytes());
      run.emplace_back(next, next + size);
      next += size;
    }
  }
  return outputs;
}

int64_t bytes_of(const Model& model, const std::vector<int>& tensors) {
  int64_t bytes = 0;
  for (const int t : tensors) bytes += model.tensors[t].bytes();
  return bytes;
}

}  // namespace mote
