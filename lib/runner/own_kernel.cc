#include "lib/runner/own_kernel.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <mutex>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/compiler/emit/text.h"

namespace mote {
namespace {

constexpr size_t kMostOfMessages = 1500;

// A function of KernelCall's type around the kernel.
std::string adapter(const Step& step, const Model& model) {
  std::vector<std::string> arguments = {
      fmt::format("*static_cast<const ::{}*>(params)", step.parameter_type)};
  for (size_t i = 0; i < step.input_tensors.size(); ++i) {
    arguments.push_back(
        fmt::format("static_cast<const {}*>(inputs[{}])",
                    cpp_type(model.tensors[step.input_tensors[i]].type), i));
  }
  for (size_t i = 0; i < step.output_tensors.size(); ++i) {
    arguments.push_back(
        fmt::format("static_cast<{}*>(outputs[{}])",
                    cpp_type(model.tensors[step.output_tensors[i]].type), i));
  }
  arguments.push_back("scratch");
  return fmt::format(
      "#include <stddef.h>\n#include \"{}\"\n"
      "extern \"C\" size_t mote_params_bytes() {{ return sizeof(::{}); }}\n"
      "extern \"C\" void mote_call(const void* params,\n"
      "                          const void* const* inputs,\n"
      "                          void* const* outputs, int8_t* scratch) {{\n"
      "  ::{}({});\n  (void)inputs;\n}}\n",
      step.header, step.parameter_type, step.kernel,
      fmt::join(arguments, ",\n      "));
}

void build(const Step& step, const std::string& source, const fs::path& folder,
           const fs::path& library) {
  write_atomically(folder / "adapter.cc", source);
  std::vector<std::string> command = {require_program("c++").string(),
                                      "-std=c++14",
                                      "-O2",
                                      "-shared",
                                      "-fPIC",
                                      "-ffp-contract=off",
                                      "-I" + fs::absolute(step.folder).string(),
                                      (folder / "adapter.cc").string(),
                                      "-o",
                                      library.string()};
  for (const std::string& file : step.sources) {
    command.push_back(fs::absolute(step.folder / file).string());
  }
  const ProcessResult result = run_process(command);
  if (result.exit_code == 0) return;
  throw Error("the compiler refuses kernel " + step.kernel,
              (step.folder / step.header).string(),
              result.errors.substr(0, kMostOfMessages));
}

template <typename Function>
Function symbol(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

HostKernel load(const Step& step, const std::string& source) {
  const TemporaryFolder folder;
  const fs::path library = folder.path() / "kernel.so";
  build(step, source, folder.path(), library);
  // Stays open to the end of the process; the file may go.
  void* opened = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!opened) {
    throw Error("kernel " + step.kernel + " could not be loaded",
                (step.folder / step.header).string(), dlerror());
  }
  return {"", symbol<size_t (*)()>(opened, "mote_params_bytes")(),
          symbol<KernelCall>(opened, "mote_call")};
}

// What the kernel is built from: a changed file is another kernel.
std::string contents(const Step& step) {
  std::string text = read_text(step.folder / step.header);
  for (const std::string& file : step.sources) {
    text += read_text(step.folder / file);
  }
  return text;
}

}  // namespace

HostKernel load_own_kernel(const Step& step, const Model& model) {
  static std::mutex mutex;
  static std::map<std::string, HostKernel> loaded;
  const std::string source = adapter(step, model);
  const std::string key = source + contents(step);
  std::scoped_lock lock(mutex);
  const auto found = loaded.find(key);
  if (found != loaded.end()) return found->second;
  return loaded[key] = load(step, source);
}

}  // namespace mote
