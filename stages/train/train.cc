#include "stages/train/train.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "lib/base/cpu.h"
#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/engine/event_log.h"
#include "lib/engine/network.h"
#include "lib/engine/optimizer.h"
#include "lib/engine/worker_pool.h"
#include "stages/train/clips.h"
#include "stages/train/epoch_clips.h"
#include "stages/train/train_state.h"
#include "stages/train/validation.h"

namespace mote {
namespace {

using engine::BatchResult;
using engine::Network;
using engine::Optimizer;
using engine::OptimizerKind;
using engine::OptimizerSettings;
using engine::Schedule;
using engine::ScheduleKind;
using engine::WeightAverage;

OptimizerSettings optimizer_settings(const TrainSettings& settings) {
  OptimizerSettings optimizer;
  optimizer.kind = settings.optimizer == "sgd"    ? OptimizerKind::kSgd
                   : settings.optimizer == "adam" ? OptimizerKind::kAdam
                                                  : OptimizerKind::kAdamW;
  optimizer.momentum = settings.momentum;
  optimizer.weight_decay = settings.weight_decay;
  return optimizer;
}

Schedule schedule_of(const TrainSettings& settings) {
  Schedule schedule;
  schedule.kind = settings.schedule == "step"       ? ScheduleKind::kStep
                  : settings.schedule == "constant" ? ScheduleKind::kConstant
                                                    : ScheduleKind::kCosine;
  schedule.learning_rate = settings.learning_rate;
  schedule.warm_up = settings.warm_up;
  return schedule;
}

Graph with_dropout(Graph graph, double rate) {
  if (rate < 0) return graph;
  for (Layer& layer : graph.layers) {
    if (layer.kind == LayerKind::kDropout) layer.rate = rate;
  }
  return graph;
}

void check_settings(const TrainSettings& settings) {
  if (settings.learning_rate == 0) {
    throw Error("steps of length 0 lead nowhere", "train.learning_rate",
                "Take a small number, or leave it to the network.");
  }
  if (settings.passes < 1) {
    throw Error("an epoch needs at least one pass over its clips",
                "train.passes");
  }
  if (settings.clips_an_epoch % settings.batch != 0) {
    throw Error(fmt::format("an epoch of {} clips cannot be cut into batches "
                            "of {}",
                            settings.clips_an_epoch, settings.batch),
                "train.clips_an_epoch", "Make it a multiple of train.batch.");
  }
}

// Names this training among all others: an untrained checkpoint stands for
// the graph and the scores.
std::string state_key(const Dataset& dataset, const FeatureBlock& features,
                      const Graph& graph, const ScoreMapping& scores,
                      const TrainSettings& settings) {
  Checkpoint untrained{graph, {}, scores, {}};
  for (const WeightShape& weight : weight_shapes(graph)) {
    untrained.weights[weight.name].resize(weight.size());
  }
  return sha256(dataset.hash() + features.name() + features.canonical() +
                canonical_json(settings) + sha256(write_checkpoint(untrained)) +
                isa_name(host_isa()));
}

double now_s() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

// One training under way.
class Trainer {
 public:
  Trainer(const Dataset& dataset, const FeatureBlock& features,
          const Graph& graph, const ScoreMapping& scores,
          const TrainSettings& settings, Run& run)
      : graph_(with_dropout(graph, settings.dropout)),
        scores_(scores),
        settings_(settings),
        run_(run),
        clips_(dataset.split("train"), features, graph_, scores_, settings,
               run),
        network_(graph_, {settings.batch, run.threads, host_isa(),
                          clips_.scale().padding()}),
        optimizer_(network_, optimizer_settings(settings)),
        average_(network_, settings.averaging),
        schedule_(schedule_of(settings)),
        steps_an_epoch_(settings.passes * settings.clips_an_epoch /
                        settings.batch),
        validation_(dataset.split("validation"), features, graph_,
                    with_priors(), clips_, run) {
    state_.key = state_key(dataset, features, graph, scores, settings);
    network_.initialize(static_cast<uint64_t>(settings.seed));
    resume();
  }

  Training run() {
    EpochClips clips(clips_, network_.input_size(), settings_, state_.epochs);
    engine::WorkerPool& workers = network_.workers();
    workers.start_background([&clips] { return clips.make_one(); });
    try {
      while (state_.epochs < settings_.epochs) run_epoch(clips);
    } catch (...) {
      workers.stop_background();
      throw;
    }
    workers.stop_background();
    return result();
  }

 private:
  ScoreMapping with_priors() const {
    ScoreMapping scores = scores_;
    if (scores.logits) scores.log_priors = clips_.log_priors();
    return scores;
  }

  void resume() {
    std::optional<TrainState> saved = load_state(run_.scratch, state_.key);
    if (!saved) return;
    state_ = std::move(*saved);
    network_.import(state_.weights);
    optimizer_.restore(state_.optimizer);
    average_.restore(state_.average);
    run_.progress.note(fmt::format("going on after epoch {} of {}",
                                   state_.epochs, settings_.epochs));
  }

  void run_epoch(EpochClips& clips) {
    double loss = 0, correct = 0, rate = 0;
    for (int i = 0; i < steps_an_epoch_; ++i) {
      run_.throw_if_stopped();
      const int64_t step = int64_t{state_.epochs} * steps_an_epoch_ + i;
      rate = schedule_.rate(step, int64_t{settings_.epochs} * steps_an_epoch_);
      const BatchResult result = run_step(clips, step, rate);
      loss += result.loss / steps_an_epoch_;
      correct += result.correct;
    }
    clips.next_epoch();
    network_.workers().wake();
    finish_epoch(loss, correct / (steps_an_epoch_ * settings_.batch), rate);
  }

  BatchResult run_step(EpochClips& clips, int64_t step, double rate) {
    const EpochClips::Batch batch = clips.next_batch();
    const auto seed = static_cast<uint32_t>(
        mix64(static_cast<uint64_t>(settings_.seed), ~step));
    const BatchResult result = network_.compute_gradients(
        batch.inputs, batch.labels, seed,
        static_cast<float>(settings_.label_smoothing));
    if (!std::isfinite(result.loss)) {
      throw Error(fmt::format("the loss is no longer a number at step {}, "
                              "first in layer '{}'",
                              step + 1, network_.first_layer_not_finite()),
                  "epoch " + std::to_string(state_.epochs + 1),
                  "Lower train.learning_rate.");
    }
    optimizer_.update(rate);
    if (settings_.averaging > 0) average_.update();
    return result;
  }

  // Measures the averaged weights; training goes on with its own.
  void finish_epoch(double loss, double accuracy, double rate) {
    state_.weights = network_.export_weights();
    const Weights candidate =
        settings_.averaging > 0 ? average_.weights() : state_.weights;
    network_.import(candidate);
    const ValidationMeasures measures = validation_.measure(network_);
    network_.import(state_.weights);
    ++state_.epochs;
    const std::map<std::string, double> all = {
        {"training_loss", loss},
        {"training_accuracy", accuracy},
        {"validation_loss", measures.loss},
        {"validation_accuracy", measures.accuracy},
        {"validation_balanced_accuracy", measures.balanced_accuracy},
        {"epoch", state_.epochs},
        {"epochs", settings_.epochs},
    };
    if (is_good(measures)) {
      state_.kept = candidate;
      state_.kept_measures = all;
    }
    log(all, rate);
    if (!run_.scratch.empty()) save();
    run_.progress.update("epoch", state_.epochs, settings_.epochs,
                         fmt::format("loss {:.3f}  validation {:.1f} %", loss,
                                     100 * measures.balanced_accuracy));
  }

  // Validation sets are small, and later epochs are averaged over more: the
  // latest epoch that is not clearly worse than the best is kept (the rule of
  // one standard error, Breiman et al. 1984).
  bool is_good(const ValidationMeasures& measures) {
    state_.good_enough =
        std::max(state_.good_enough,
                 measures.balanced_accuracy - measures.standard_error);
    return settings_.keep == "last" ||
           measures.balanced_accuracy >= state_.good_enough;
  }

  void log(const std::map<std::string, double>& measures, double rate) {
    state_.events.push_back(
        {state_.epochs,
         now_s(),
         {{"training/loss", measures.at("training_loss")},
          {"training/accuracy", measures.at("training_accuracy")},
          {"training/learning_rate", rate},
          {"validation/loss", measures.at("validation_loss")},
          {"validation/accuracy", measures.at("validation_accuracy")},
          {"validation/balanced_accuracy",
           measures.at("validation_balanced_accuracy")}}});
  }

  void save() {
    state_.optimizer = optimizer_.state();
    state_.average = average_.state();
    save_state(run_.scratch, state_);
  }

  Training result() const {
    Training training;
    training.checkpoint.graph = graph_;
    training.checkpoint.weights = state_.kept;
    clips_.scale().fold(graph_, training.checkpoint.weights);
    training.checkpoint.scores = with_priors();
    training.checkpoint.measures = state_.kept_measures;
    training.history = state_.events;
    training.event_log = engine::event_file(state_.events);
    return training;
  }

  Graph graph_;
  ScoreMapping scores_;
  TrainSettings settings_;
  Run& run_;
  TrainingClips clips_;
  Network network_;
  Optimizer optimizer_;
  WeightAverage average_;
  Schedule schedule_;
  int steps_an_epoch_;
  Validation validation_;
  TrainState state_;
};

}  // namespace

Training train(const Dataset& dataset, const FeatureBlock& features,
               const Graph& graph, const ScoreMapping& scores,
               const TrainSettings& settings, Run& run) {
  const TrainSettings recipe = recipe_for(graph, settings);
  check_settings(recipe);
  return Trainer(dataset, features, graph, scores, recipe, run).run();
}

}  // namespace mote
