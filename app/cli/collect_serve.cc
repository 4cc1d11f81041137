#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/workflow/project.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/sample_text.h"
#include "stages/collect/edge_impulse/serve.h"

namespace mote {
namespace {

using nlohmann::json;

constexpr const char* kKeyFile = "api_key";

struct ServeChoice {
  ServeOptions options;
  int most_mb = 100;
};

// A key that is not given on the command line, where every user of the
// computer can read it, comes from the environment.
std::string given(const std::string& option, const char* variable) {
  if (!option.empty()) return option;
  const char* value = std::getenv(variable);
  return value != nullptr ? value : "";
}

ServeOptions complete(const ServeChoice& choice, const Project& project) {
  if (choice.most_mb < 1 || choice.most_mb > 1024) {
    throw UsageError("--most-mb must be from 1 to 1024");
  }
  ServeOptions options = choice.options;
  options.limits.body_bytes = static_cast<size_t>(choice.most_mb) << 20;
  IngestionOptions& ingestion = options.ingestion;
  ingestion.api_key = given(ingestion.api_key, "EI_API_KEY");
  if (ingestion.api_key.empty()) {
    ingestion.api_key = kept_api_key(project.store().folder() / kKeyFile);
  }
  ingestion.signing.hmac_key = given(ingestion.signing.hmac_key, "EI_HMAC_KEY");
  if (ingestion.signing.signed_only && ingestion.signing.hmac_key.empty()) {
    throw UsageError("--signed-only needs --hmac-key or $EI_HMAC_KEY");
  }
  return options;
}

// Arrivals on their way from the server's threads to the one that prints.
class Arrivals {
 public:
  void add(const Arrival& arrival) {
    std::lock_guard guard(mutex_);
    waiting_.push_back(arrival);
    changed_.notify_one();
  }

  // What has arrived; waits a moment for it.
  std::deque<Arrival> take() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(100),
                      [&] { return !waiting_.empty(); });
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Arrival> waiting_;
};

struct Counts {
  size_t files = 0, added = 0, refused = 0;
};

json json_of(const Arrival& arrival) {
  json samples = json::array();
  for (const Sample& sample : arrival.samples) {
    std::string text;
    with_text(sample, [&](const SampleText& of) { append_json(text, of); });
    samples.push_back(json::parse(text));
  }
  return {{"client", arrival.client},
          {"file", arrival.file},
          {"samples", samples},
          {"added", arrival.added},
          {"error", arrival.error}};
}

void print_arrival(const Arrival& arrival, Console& console) {
  if (!arrival.error.empty()) {
    console.print("refused {} from {}: {}", arrival.file, arrival.client,
                  arrival.error);
  }
  for (const Sample& sample : arrival.samples) {
    console.print("{:<44} {:<16} {:>7.2f} s {:>7} Hz  from {}{}", sample.name,
                  sample.label, sample.seconds(), sample.rate_hz,
                  arrival.client,
                  arrival.added == 0 ? "  (there already)" : "");
  }
}

void show(const std::deque<Arrival>& arrivals, Console& console,
          Counts& counts) {
  for (const Arrival& arrival : arrivals) {
    ++counts.files;
    counts.added += arrival.added;
    counts.refused += arrival.error.empty() ? 0 : 1;
    print_arrival(arrival, console);
    console.event(json_of(arrival));
  }
}

int serve(const ServeChoice& choice, Console& console,
          const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const ServeOptions options = complete(choice, project);
  // All that comes in until the end is one change, for undo.
  const ChangeScope change(project.store(), {"receive from devices", "", ""},
                           ChangeScope::Holding::kEachChange);
  Arrivals arrivals;
  Receiver receiver(project.store(), options,
                    [&](const Arrival& arrival) { arrivals.add(arrival); });
  console.print("receiving at http://{}:{}, API key {}", options.address,
                receiver.port(), options.ingestion.api_key);
  console.print("Ctrl-C ends it.");
  console.event({{"address", options.address},
                 {"port", receiver.port()},
                 {"api_key", options.ingestion.api_key}});
  Counts counts;
  while (!console.stop()) show(arrivals.take(), console, counts);
  receiver.stop();
  show(arrivals.take(), console, counts);
  console.print("{} file(s) received, {} recording(s) added, {} refused",
                counts.files, counts.added, counts.refused);
  console.event({{"files", counts.files},
                 {"added", counts.added},
                 {"refused", counts.refused}});
  return 0;
}

void declare_limits(Arguments& arguments, ServeChoice& choice) {
  HttpLimits& limits = choice.options.limits;
  arguments.option("--most-mb", choice.most_mb,
                   "size of the largest request, in MiB");
  arguments.option("--requests-a-second", limits.requests_a_second,
                   "of one address (0: any number)");
  arguments.option("--connections", limits.connections, "at once, of all");
}

}  // namespace

void declare_serve(Arguments& arguments) {
  auto choice = std::make_shared<ServeChoice>();
  ServeOptions& options = choice->options;
  arguments.option("--port", options.port, "to listen on (0: any free one)");
  arguments.option("--address", options.address,
                   "to listen on (127.0.0.1: only this computer)");
  arguments.option("--api-key", options.ingestion.api_key,
                   "what x-api-key must be (default: $EI_API_KEY, else one "
                   "made for this project)");
  arguments.option("--hmac-key", options.ingestion.signing.hmac_key,
                   "to check signatures with (default: $EI_HMAC_KEY)");
  arguments.flag("--signed-only", options.ingestion.signing.signed_only,
                 "refuse what carries no valid signature");
  declare_limits(arguments, *choice);
  arguments.runs_stages();
  arguments.examples(
      "  mote collect serve\n"
      "  mote collect serve --port 8080 --hmac-key 1f3b... --signed-only\n"
      "  curl -H 'x-api-key: ei_...' -H 'x-label: left' -F data=@a.wav \\\n"
      "       http://localhost:4810/api/training/files\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return serve(*choice, console, common);
  });
}

}  // namespace mote
