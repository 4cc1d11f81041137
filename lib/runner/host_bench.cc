#include "lib/runner/host_bench.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <span>

#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start)
      .count();
}

using Tensors = std::vector<std::vector<uint8_t>>;

// A runner with memory for its inputs and outputs.
class Bench {
 public:
  explicit Bench(Plan plan) : runner_(std::move(plan)) {
    const Model& model = runner_.plan().model;
    for (const int output : model.outputs) {
      outputs_.emplace_back(static_cast<size_t>(model.tensors[output].bytes()));
    }
    for (auto& output : outputs_) {
      output_spans_.push_back(std::as_writable_bytes(std::span(output)));
    }
  }

  // Runs on `inputs`, and from now on; they must live as long.
  const Tensors& set(const Tensors& inputs) {
    input_spans_.clear();
    for (const auto& input : inputs) {
      input_spans_.push_back(std::as_bytes(std::span(input)));
    }
    run();
    return outputs_;
  }

  const Plan& plan() const { return runner_.plan(); }

  double run() {
    const Clock::time_point start = Clock::now();
    runner_.run(input_spans_, output_spans_);
    return microseconds_since(start);
  }

  double run_step(size_t step) {
    const Clock::time_point start = Clock::now();
    runner_.run_step(step);
    return microseconds_since(start);
  }

 private:
  PlanRunner runner_;
  Tensors outputs_;
  std::vector<std::span<const std::byte>> input_spans_;
  std::vector<std::span<std::byte>> output_spans_;
};

void time_runs(Bench& bench, double seconds, HostBench& result) {
  constexpr size_t kFewestRuns = 10;
  std::vector<double> times;
  const Clock::time_point start = Clock::now();
  while (times.size() < kFewestRuns ||
         microseconds_since(start) < seconds * 1e6) {
    times.push_back(bench.run());
  }
  std::sort(times.begin(), times.end());
  result.runs = static_cast<int64_t>(times.size());
  result.microseconds = times.front();
  result.median_microseconds = times[times.size() / 2];
  result.p90_microseconds = times[times.size() * 9 / 10];
}

void time_layers(Bench& bench, double seconds, HostBench& result) {
  std::vector<size_t> calls;  // the layers' steps
  for (size_t s = 0; s < bench.plan().steps.size(); ++s) {
    const Step& step = bench.plan().steps[s];
    if (!step.is_call()) continue;
    calls.push_back(s);
    result.layers.push_back({step.layer, step.kernel, step.comment,
                             step.cost.macs, std::numeric_limits<double>::max(),
                             0});
  }
  const Clock::time_point start = Clock::now();
  do {
    for (size_t s = 0; s < result.layers.size(); ++s) {
      double& fastest = result.layers[s].microseconds;
      fastest = std::min(fastest, bench.run_step(calls[s]));
    }
  } while (microseconds_since(start) < seconds * 1e6);
  double sum = 0;
  for (const LayerTime& layer : result.layers) sum += layer.microseconds;
  for (LayerTime& layer : result.layers) {
    layer.share = layer.microseconds / std::max(sum, 1e-9);
  }
}

}  // namespace

HostBench bench_host(Plan plan, const std::vector<Tensors>& inputs,
                     double seconds) {
  Bench bench(std::move(plan));
  HostBench result;
  result.isa = bench.plan().isa;
  for (const Tensors& run : inputs) result.outputs.push_back(bench.set(run));
  time_runs(bench, seconds * 3 / 4, result);
  time_layers(bench, seconds / 4, result);
  return result;
}

}  // namespace mote
