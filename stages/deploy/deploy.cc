#include "stages/deploy/deploy.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/pace.h"
#include "stages/deploy/readme.h"

namespace mote {
namespace {

std::string kilobytes(int64_t bytes) {
  return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1024);
}

std::string millions(int64_t count) {
  return fmt::format("{:.2f} M", static_cast<double>(count) / 1e6);
}

// The deployment as it is once `from` is called `to`.
void move_paths(Firmware& firmware, const fs::path& from, const fs::path& to) {
  for (fs::path* path :
       {&firmware.sources, &firmware.program, &firmware.image}) {
    *path = to / fs::relative(*path, from);
  }
}

// What to do, from what was measured with the package's own hops.
std::string advice(const Package& package, const Deployment& deployment) {
  const auto features = package.make_features();
  const FirmwareFacts& facts = deployment.facts;
  const double hop_s = features->hop_samples() / features->samples_a_second();
  const auto inference = static_cast<double>(facts.instructions_an_inference);
  const double front =
      static_cast<double>(facts.instructions_a_second) -
      inference / (package.detection.decided().hops_a_score * hop_s);
  const int hops =
      hops_that_keep_up(inference, front, *features, deployment.target);
  if (hops == 0) return "The features alone take too long.";
  return fmt::format(
      "detection.hops_a_score = {} keeps up, with a score every {:.0f} ms; so "
      "does a smaller network.",
      hops, 1000 * hops * hop_s);
}

void warn_of_dropped_samples(const Package& package,
                             const Deployment& deployment, Run& run) {
  if (deployment.facts.dropped_samples == 0) return;
  run.progress.note(fmt::format(
      "warning: {} is too slow for the running signal ({:.0f} % of the CPU): "
      "it drops samples. {}",
      deployment.target.name, 100 * deployment.facts.cpu_share,
      advice(package, deployment)));
}

void require_main(const Target& target) {
  for (const fs::path& file : target_files(target)) {
    if (file.filename() == "main.cc") return;
  }
  throw Error(
      fmt::format("target '{}' has no main program to listen with",
                  target.name),
      "deploy.targets",
      fmt::format("Write your own around the model: mote compile MODEL.tflite "
                  "--target {}",
                  target.name));
}

}  // namespace

const FieldList& DeploySettings::fields() {
  static const FieldList list =
      FieldsOf<DeploySettings>().texts("targets", &DeploySettings::targets,
                                       "boards of targets/board to build for");
  return list;
}

Deployment deploy(const Package& package, const Target& target,
                  const fs::path& folder, Run& run) {
  require_main(target);
  require_program(target.compiler);
  if (!target.qemu_program.empty()) require_program(target.qemu_program);
  const fs::path whole = fs::absolute(folder).lexically_normal();
  fs::create_directories(whole.parent_path());
  // Made aside, so that a failure or Ctrl-C leaves nothing half-written.
  const TemporaryFolder aside(whole.parent_path());
  const fs::path made = aside.path() / "deployment";
  Deployment deployment{target, build_firmware(package, target, made, run), {}};
  run.throw_if_stopped();
  run.progress.update("measure", 0, 1, target.title);
  deployment.facts = measure_firmware(target, deployment.firmware.program,
                                      *package.make_features());
  warn_of_dropped_samples(package, deployment, run);
  write_atomically(made / "facts.json", facts_json(deployment).dump(2) + "\n");
  write_atomically(made / "README.md", deployment_readme(package, deployment));
  run.throw_if_stopped();
  fs::remove_all(whole);
  fs::rename(made, whole);
  move_paths(deployment.firmware, made, whole);
  return deployment;
}

nlohmann::json facts_json(const Deployment& deployment) {
  const FirmwareFacts& facts = deployment.facts;
  nlohmann::json json = {{"target", deployment.target.name},
                         {"flash_bytes", facts.flash_bytes},
                         {"ram_bytes", facts.ram_bytes}};
  if (!facts.measured) return json;
  json["stack_bytes"] = facts.stack_bytes;
  json["instructions_a_second"] = facts.instructions_a_second;
  json["instructions_an_inference"] = facts.instructions_an_inference;
  if (deployment.target.clock_hz == 0) return json;
  json["clock_hz"] = deployment.target.clock_hz;
  json["inference_ms"] = facts.inference_ms;
  json["cpu_share"] = facts.cpu_share;
  json["dropped_samples"] = facts.dropped_samples;
  json["most_waiting_ms"] = facts.most_waiting_ms;
  return json;
}

std::string facts_summary(const Deployment& deployment) {
  const FirmwareFacts& facts = deployment.facts;
  std::string line =
      fmt::format("flash {}, RAM {}", kilobytes(facts.flash_bytes),
                  kilobytes(facts.ram_bytes));
  if (!facts.measured) return line;
  line += fmt::format(", stack {}, {} instructions a second of audio",
                      kilobytes(facts.stack_bytes),
                      millions(facts.instructions_a_second));
  if (deployment.target.clock_hz > 0) {
    line += fmt::format(" ({:.1f} % at {:.0f} MHz)", 100 * facts.cpu_share,
                        deployment.target.clock_hz / 1e6);
  }
  return line + fmt::format(", {} an inference",
                            millions(facts.instructions_an_inference));
}

}  // namespace mote
