#include "lib/engine/network.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/engine/loss.h"
#include "lib/engine/program.h"
#include "lib/engine/worker_pool.h"

namespace mote::engine {
namespace {

// Samples that go through the tasks of a sweep together.
constexpr int kChunk = 7;

}  // namespace

const Kernels& kernels_for([[maybe_unused]] Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
    case Isa::kAvx2:
    case Isa::kAvxVnni:
      return avx2_kernels();
    case Isa::kAvx512:
    case Isa::kAvx512Vnni:
      return avx512_kernels();
    default:
      break;
  }
#endif
  return portable_kernels();
}

// What runs a program: threads, and each shard's own memory.
struct Network::Engine {
  Engine(Program& program, const NetworkOptions& options)
      : batch(options.batch),
        training(program.training_sweeps()),
        inference(program.inference_sweeps()),
        pool(options.threads) {
    program.allocate(batch, training);
    int64_t scratch = 4 * program.logits->size();
    for (const auto& block : program.blocks) {
      scratch = std::max(scratch, block->scratch_floats(kChunk));
    }
    for (int i = 0; i < kShards; ++i) {
      gradients.emplace_back(program.parameters.values().size());
      scratches.emplace_back(scratch + kLaneGroup);
      shards[i] = {i, gradients[i].data(), scratches[i].data()};
    }
  }

  void run(const Sweep& sweep, const Pass& pass, Value& logits) {
    pool.run(kShards, [&](int i) { run_shard(sweep, pass, logits, i); });
  }

  void run_shard(const Sweep& sweep, const Pass& pass, Value& logits,
                 int index) {
    const int first = pass.count * index / kShards;
    const int last = pass.count * (index + 1) / kShards;
    const int chunks = (last - first + kChunk - 1) / kChunk;
    for (int c = 0, start = first; c < chunks; ++c) {
      const int end = start + (last - start) / (chunks - c);
      for (const Task& task : sweep.tasks) {
        run_task(task, pass, logits, shards[index], {start, end});
      }
      start = end;
    }
  }

  void run_task(const Task& task, const Pass& pass, Value& logits, Shard& shard,
                Samples samples) {
    switch (task.kind) {
      case Task::Kind::kForward:
        task.block->forward(pass, shard, samples);
        task.block->output().finish(pass, shard.index, samples);
        break;
      case Task::Kind::kLoss:
        softmax_cross_entropy(pass, logits, samples, shard.scratch,
                              losses[shard.index]);
        break;
      case Task::Kind::kBackward:
        task.block->backward(pass, shard, samples);
        break;
      case Task::Kind::kGradientSums:
        task.block->output().collect_gradient(pass, shard.index, samples);
        break;
    }
  }

  // Adds the shards' gradients in order.
  void join_gradients(Buffer& joined) const {
    const auto size = static_cast<int64_t>(joined.size());
    float* target = joined.data();
    std::memcpy(target, gradients[0].data(), size * sizeof(float));
    for (int i = 1; i < kShards; ++i) {
      const float* source = gradients[i].data();
      for (int64_t k = 0; k < size; ++k) target[k] += source[k];
    }
  }

  int batch;
  std::vector<Sweep> training, inference;
  std::vector<Buffer> gradients, scratches;
  Shard shards[kShards];
  LossSums losses[kShards];
  WorkerPool pool;
};

Network::Network(const Graph& graph, const NetworkOptions& options)
    : graph_(graph),
      kernels_(&kernels_for(options.isa)),
      program_(std::make_unique<Program>(graph)),
      engine_(std::make_unique<Engine>(*program_, options)),
      gradients_(program_->parameters.values().size()) {
  program_->input->padding = options.input_padding;
}

Network::~Network() = default;

int Network::classes() const { return program_->logits->shape.channels; }

Parameters& Network::parameters() { return program_->parameters; }
const Parameters& Network::parameters() const { return program_->parameters; }

WorkerPool& Network::workers() { return engine_->pool; }

void Network::initialize(uint64_t seed) {
  program_->parameters.initialize(seed);
}

void Network::import(const std::map<std::string, std::vector<float>>& weights) {
  program_->parameters.import(weights);
}

std::map<std::string, std::vector<float>> Network::export_weights() const {
  return program_->parameters.export_weights();
}

BatchResult Network::compute_gradients(std::span<const float> inputs,
                                       std::span<const int> labels,
                                       uint32_t seed, float label_smoothing) {
  Parameters& parameters = program_->parameters;
  Pass pass;
  pass.kernels = kernels_;
  pass.weights = parameters.values().data();
  pass.inputs = inputs.data();
  pass.labels = labels.data();
  pass.count = static_cast<int>(labels.size());
  pass.training = true;
  pass.seed = seed;
  pass.label_smoothing = label_smoothing;
  for (const auto& block : program_->blocks) {
    block->prepare(pass);
    if (block->output().norm) block->output().norm->start_batch();
  }
  for (int i = 0; i < kShards; ++i) {
    engine_->losses[i] = {};
    std::ranges::fill(engine_->gradients[i].span(), 0.0f);
  }
  for (const Sweep& sweep : engine_->training) {
    engine_->run(sweep, pass, *program_->logits);
    if (sweep.finish_statistics) {
      sweep.finish_statistics->finish_statistics(parameters);
    }
    if (sweep.finish_gradient) {
      sweep.finish_gradient->finish_gradient(parameters,
                                             engine_->gradients[0].data());
    }
  }
  engine_->join_gradients(gradients_);
  BatchResult result;
  for (const LossSums& sums : engine_->losses) {
    result.loss += sums.loss / pass.count;
    result.correct += sums.correct;
  }
  return result;
}

void Network::predict(std::span<const float> inputs, std::span<float> logits) {
  for (const auto& block : program_->blocks) {
    if (block->output().norm) {
      block->output().norm->use_moving_statistics(program_->parameters);
    }
  }
  Value& output = *program_->logits;
  const int total = static_cast<int>(inputs.size() / input_size());
  std::vector<float> padded_logits(output.size());
  for (int start = 0; start < total; start += engine_->batch) {
    Pass pass;
    pass.kernels = kernels_;
    pass.weights = program_->parameters.values().data();
    pass.inputs = inputs.data() + start * input_size();
    pass.count = std::min(engine_->batch, total - start);
    for (const Sweep& sweep : engine_->inference) {
      engine_->run(sweep, pass, output);
    }
    for (int s = 0; s < pass.count; ++s) {
      output.read(pass, s, padded_logits.data());
      std::copy_n(padded_logits.data(), classes(),
                  logits.data() + int64_t{start + s} * classes());
    }
  }
}

std::string Network::first_layer_not_finite() const {
  for (const auto& block : program_->blocks) {
    const float* stored = block->output().stored(0);
    const int64_t size = block->output().size() * engine_->batch;
    if (!std::all_of(stored, stored + size,
                     [](float z) { return std::isfinite(z); })) {
      return block->output().layer;
    }
  }
  return "";
}

}  // namespace mote::engine
