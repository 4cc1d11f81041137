#include "app/cli/stage_runner.h"

namespace mote {
namespace {

std::string summary_of(const StageState& state) {
  return state.facts.value("summary", "");
}

}  // namespace

std::string stage_line(const std::string& stage, const std::string& summary,
                       const std::string& state) {
  return fmt::format("{:<11} {:>10}  {}", stage, state, summary);
}

std::vector<StageState> run_stages(const Project& project,
                                   const std::string& until, bool show_fresh,
                                   Console& console,
                                   const CommonOptions& common) {
  return run_workflow(
      project, stages(), {until, common.threads}, console.progress(),
      console.stop(), [&](const StageReport& report) {
        if (report.ran) {
          console.print("{}",
                        stage_line(report.state.stage, summary_of(report.state),
                                   duration_text(report.seconds)));
        } else if (report.state.fresh && show_fresh) {
          console.print("{}",
                        stage_line(report.state.stage, summary_of(report.state),
                                   "up to date"));
        }
      });
}

nlohmann::json run_to_stage(const Project& project, const std::string& stage,
                            Console& console, const CommonOptions& common) {
  return run_stages(project, stage, false, console, common).back().facts;
}

std::string duration_text(double seconds) {
  if (seconds < 1) return fmt::format("{:.2f} s", seconds);
  if (seconds < 120) return fmt::format("{:.1f} s", seconds);
  const int whole = static_cast<int>(seconds);
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

std::string size_text(int64_t bytes) {
  if (bytes < 1024) return fmt::format("{} bytes", bytes);
  if (bytes < 1024 * 1024) {
    return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1024);
  }
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1048576);
}

}  // namespace mote
