#include <algorithm>

#include "stages/train/train.h"

namespace mote {
namespace {

// The interval drawn towards the value that changes nothing.
Interval towards(double neutral, const Interval& interval, double strength) {
  return {neutral + (interval.low - neutral) * strength,
          neutral + (interval.high - neutral) * strength};
}

AugmentSettings with_strength(AugmentSettings augment, double strength) {
  augment.speed = towards(1, augment.speed, strength);
  augment.tilt_db = towards(0, augment.tilt_db, strength);
  augment.gain_db = towards(0, augment.gain_db, strength);
  augment.reverb = std::min(1.0, augment.reverb * strength);
  return augment;
}

}  // namespace

TrainSettings recipe_for(const Graph& graph, TrainSettings settings) {
  const bool norms = std::ranges::any_of(graph.layers, [](const Layer& layer) {
    return layer.kind == LayerKind::kBatchNorm;
  });
  if (settings.passes < 0) settings.passes = norms ? 1 : 3;
  if (settings.learning_rate < 0) {
    settings.learning_rate = norms ? 0.01 : 0.02;
  }
  if (settings.label_smoothing < 0) {
    settings.label_smoothing = norms ? 0.1 : 0;
  }
  if (settings.augment_strength < 0) {
    settings.augment_strength = norms ? 1 : 0.3;
  }
  settings.augment = with_strength(settings.augment, settings.augment_strength);
  settings.augment_strength = 1;
  return settings;
}

const FieldList& TrainSettings::fields() {
  static const FieldList list =
      FieldsOf<TrainSettings>()
          .integer("epochs", &TrainSettings::epochs,
                   "rounds of training, each followed by validation",
                   {1, 100000})
          .integer("clips_an_epoch", &TrainSettings::clips_an_epoch,
                   "clips drawn and varied for each epoch", {1, 10000000})
          .integer("passes", &TrainSettings::passes,
                   "times that the clips of an epoch are trained on; below 0: "
                   "by the network",
                   {-1, 1000})
          .integer("batch", &TrainSettings::batch,
                   "clips a training step; divides clips_an_epoch", {4, 10000})
          .choice("optimizer", &TrainSettings::optimizer,
                  {"adamw", "adam", "sgd"}, "how gradients change weights")
          .number("learning_rate", &TrainSettings::learning_rate,
                  "largest step of the optimizer; below 0: by the network",
                  {-1, 10})
          .number("momentum", &TrainSettings::momentum, "of the optimizer sgd",
                  {0, 0.9999})
          .choice("schedule", &TrainSettings::schedule,
                  {"cosine", "constant", "step"},
                  "how the learning rate changes: falling to zero like a "
                  "cosine, not at all, or to a tenth after 70 % of the steps")
          .number("warm_up", &TrainSettings::warm_up,
                  "share of the steps in which the cosine's rate rises",
                  {0, 0.5})
          .number("weight_decay", &TrainSettings::weight_decay,
                  "pull of kernels towards zero", {0, 10})
          .number("label_smoothing", &TrainSettings::label_smoothing,
                  "share of the target spread over all classes; below 0: by "
                  "the network",
                  {-1, 0.9})
          .number("averaging", &TrainSettings::averaging,
                  "decay of the moving average of weights that is kept; 0: "
                  "the last weights",
                  {0, 0.99999})
          .number("dropout", &TrainSettings::dropout,
                  "rate of all dropout layers; below 0: the model's own",
                  {-1, 0.99})
          .number("label_balance", &TrainSettings::label_balance,
                  "1: labels are drawn equally often, 0: words are", {0, 1})
          .choice("keep", &TrainSettings::keep, {"best", "last"},
                  "the latest epoch within a standard error of the best "
                  "validation accuracy, or the last")
          .integer("seed", &TrainSettings::seed,
                   "of weights, drawing, variation and dropout",
                   {0, 2147483647})
          .number("augment_strength", &TrainSettings::augment_strength,
                  "how far the variations of [train.augment] go; below 0: by "
                  "the network",
                  {-1, 2})
          .section("augment", &TrainSettings::augment,
                   "how training clips are varied");
  return list;
}

}  // namespace mote
