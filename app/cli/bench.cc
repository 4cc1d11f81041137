#include "lib/engine/bench.h"

#include <nlohmann/json.hpp>

#include "app/cli/bench_model.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "lib/base/error.h"
#include "lib/features/bench.h"
#include "lib/features/feature_block.h"

namespace mote {
namespace {

struct TrainBenchOptions {
  std::string model;
  int batch = 100, threads = 1;
  double seconds = 2;
};

void check(const TrainBenchOptions& options) {
  if (options.batch < 4 || options.threads < 1) {
    throw UsageError("a step needs at least 4 samples and 1 thread",
                     "mote bench train");
  }
}

int bench_training(const TrainBenchOptions& options, Console& console) {
  check(options);
  const engine::TrainBench bench =
      engine::bench_train(engine::bench_graph(options.model), options.batch,
                          options.threads, options.seconds);
  console.print(
      "{}: {:.3f} ms a step of {} samples, {:.0f} samples/s ({} threads, {}; "
      "the fastest of {} steps)",
      bench.model, bench.step_milliseconds, bench.batch,
      1000 * bench.batch / bench.step_milliseconds, bench.threads, bench.isa,
      bench.steps);
  console.result({{"model", bench.model},
                  {"instruction_set", bench.isa},
                  {"batch", bench.batch},
                  {"threads", bench.threads},
                  {"parameters", bench.parameters},
                  {"macs", bench.macs},
                  {"steps", bench.steps},
                  {"step_milliseconds", bench.step_milliseconds}});
  return 0;
}

void declare_train(Arguments& arguments) {
  auto options = std::make_shared<TrainBenchOptions>();
  arguments.positional("MODEL", options->model, "tinyconv, ds-cnn or tc");
  arguments.option("--batch", options->batch, "samples a step");
  arguments.option("--threads", options->threads, "threads of the step");
  arguments.option("--seconds", options->seconds, "how long to measure");
  arguments.examples(
      "  mote bench train tinyconv --batch 100 --threads 1 --json\n"
      "  mote bench train ds-cnn --seconds 10\n");
  arguments.action([options](Console& console, const CommonOptions&) {
    return bench_training(*options, console);
  });
}

void declare_features(Arguments& arguments) {
  auto block = std::make_shared<std::string>("micro_frontend");
  arguments.positional("BLOCK", *block, "the feature block", false);
  arguments.examples("  mote bench features\n");
  arguments.action([block](Console& console, const CommonOptions&) {
    const auto features = make_feature_block(*block);
    const double rate = clips_a_second(*features, bench_clips(*features, 100));
    console.print("{}: {:.0f} clips/s (1 thread)", *block, rate);
    console.result({{"block", *block}, {"clips_a_second", rate}});
    return 0;
  });
}

}  // namespace

void bench_command(Arguments& arguments) {
  auto options = std::make_shared<ModelBenchOptions>();
  arguments.positional("MODEL", options->model, "a .tflite file", false);
  arguments.option("--target", options->target,
                   "a folder of targets/board (qemu-cortex-m4), or host: this "
                   "computer");
  arguments.option("--seconds", options->seconds,
                   "how long to measure on this computer (1)");
  arguments.choice("--rounding", options->rounding, {"tflm", "litert"},
                   "whose integers (tflm)");
  arguments.option("--own-operators", options->own_operators,
                   "folder with custom operators (docs/add_a_kernel.md)");
  arguments.option("--check", options->check,
                   "a file of known outputs to compare with");
  arguments.flag("--portable", options->portable,
                 "with the portable kernels, whatever the target can do");
  arguments.flag("--all-channels", options->all_channels,
                 "with channels that are the same for every input");
  arguments.subcommand("train", "time a training step on random data",
                       declare_train);
  arguments.subcommand("features", "count feature windows a second",
                       declare_features);
  arguments.examples(
      "  mote bench train tinyconv --batch 100 --threads 1 --json\n"
      "  mote bench features\n"
      "  mote bench model.tflite --target qemu-cortex-m4\n"
      "  mote bench model.tflite --target linux-aarch64\n"
      "  mote bench model.tflite --target host\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    if (options->model.empty()) {
      throw UsageError("nothing to measure was given", "mote bench",
                       "Give a .tflite file, or: train, features.");
    }
    return bench_model_command(console, common, *options);
  });
}

}  // namespace mote
