#include "lib/firmware/build.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

// The one source that needs a flag of its own.
constexpr const char* kMemorySource = "memory.cc";
constexpr const char* kMemoryFlag = "-fno-tree-loop-distribute-patterns";

std::vector<std::string> compiler_and_flags(const Target& target,
                                            const BuildOptions& options) {
  std::vector<std::string> command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  command.insert(command.end(),
                 {"-std=" + options.standard, "-O2", "-ffunction-sections",
                  "-fdata-sections", "-fno-exceptions", "-fno-rtti",
                  "-fno-threadsafe-statics", "-ffp-contract=off", "-Wall",
                  "-Wextra", "-I."});
  return command;
}

bool has_memory_map(const fs::path& source_folder) {
  return fs::exists(source_folder / "link.ld");
}

std::vector<fs::path> sources_below(const fs::path& folder) {
  std::vector<fs::path> sources;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".cc") {
      sources.push_back(fs::relative(entry.path(), folder));
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

// The start of a compiler's messages: the first error says most.
std::string first_lines(const std::string& text) {
  constexpr size_t kMost = 1500;
  return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

void run_tool(const std::vector<std::string>& command, const fs::path& folder,
              const std::string& what) {
  ProcessOptions options;
  options.folder = folder;
  const ProcessResult result = run_process(command, options);
  if (result.exit_code == 0) return;
  throw Error(fmt::format("{} failed (exit code {})", what, result.exit_code),
              folder.string(), first_lines(result.errors));
}

std::vector<std::string> link_command(const Target& target,
                                      const fs::path& source_folder,
                                      const std::vector<fs::path>& objects,
                                      const fs::path& program) {
  std::vector<std::string> command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  for (const fs::path& object : objects) command.push_back(object.string());
  command.insert(command.end(),
                 {"-Wl,--gc-sections", "-o", fs::absolute(program).string()});
  if (has_memory_map(source_folder)) {
    command.insert(command.end(), {"-nostdlib", "-T", "link.ld", "-lgcc"});
  }
  return command;
}

std::vector<std::string> archive_command(const std::vector<fs::path>& sources,
                                         const std::vector<fs::path>& objects,
                                         const fs::path& library) {
  std::vector<std::string> command = {"ar", "rcsD",
                                      fs::absolute(library).string()};
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i] != "main.cc") command.push_back(objects[i].string());
  }
  return command;
}

}  // namespace

void write_sources(const std::vector<SourceFile>& files,
                   const fs::path& folder) {
  for (const SourceFile& file : files) {
    write_atomically(folder / file.path, file.text);
  }
}

std::vector<std::string> compile_command(const Target& target,
                                         const BuildOptions& options,
                                         const fs::path& source,
                                         const fs::path& object) {
  std::vector<std::string> command = compiler_and_flags(target, options);
  if (source.filename() == kMemorySource) command.push_back(kMemoryFlag);
  command.insert(command.end(), options.flags.begin(), options.flags.end());
  command.insert(command.end(), {"-c", source.string(), "-o", object.string()});
  return command;
}

std::string makefile(const Target& target, bool has_memory_map,
                     const std::string& program) {
  std::vector<std::string> link = target.compiler_flags;
  link.push_back("-Wl,--gc-sections");
  if (has_memory_map) {
    link.insert(link.end(), {"-nostdlib", "-T", "link.ld", "-lgcc"});
  }
  std::vector<std::string> compile = compiler_and_flags(target, {});
  return fmt::format(
      R"(# Builds ../{program} as mote did: make
CXX := {compiler}
FLAGS := {flags}
OBJECTS := $(patsubst %.cc,%.o,$(shell find . -name '*.cc'))

../{program}: $(OBJECTS)
	$(CXX) $(OBJECTS) {link} -o $@

%.o: %.cc
	$(CXX) $(FLAGS) -c $< -o $@

# Its loops must not become calls to itself.
./{memory}.o: FLAGS += {memory_flag}

clean:
	rm -f $(OBJECTS) ../{program}
)",
      fmt::arg("program", program), fmt::arg("compiler", target.compiler),
      fmt::arg("flags", fmt::join(compile.begin() + 1, compile.end(), " ")),
      fmt::arg("link", fmt::join(link, " ")),
      fmt::arg("memory", fs::path(kMemorySource).stem().string()),
      fmt::arg("memory_flag", kMemoryFlag));
}

void build_program(const Target& target, const fs::path& source_folder,
                   const fs::path& program, const BuildOptions& options,
                   Run& run) {
  require_program(target.compiler);
  const TemporaryFolder objects_folder;
  const std::vector<fs::path> sources = sources_below(source_folder);
  std::vector<fs::path> objects;
  for (size_t i = 0; i < sources.size(); ++i) {
    const std::string name = fs::path(sources[i]).stem().string();
    objects.push_back(objects_folder.path() / fmt::format("{}_{}.o", name, i));
  }
  std::atomic<int64_t> done = 0;
  std::mutex progress_mutex;
  const int64_t total = static_cast<int64_t>(sources.size());
  parallel_for(sources.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    run_tool(compile_command(target, options, sources[i], objects[i]),
             source_folder, "compiling " + sources[i].string());
    std::scoped_lock lock(progress_mutex);
    run.progress.update("compile", ++done, total, sources[i].string());
  });
  run_tool(link_command(target, source_folder, objects, program), source_folder,
           "linking " + program.filename().string());
  if (options.library.empty()) return;
  fs::remove(options.library);
  run_tool(archive_command(sources, objects, options.library), source_folder,
           "archiving " + options.library.filename().string());
}

}  // namespace mote
