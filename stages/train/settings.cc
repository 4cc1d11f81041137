#include "stages/train/train.h"

namespace mote {

const FieldList& TrainSettings::fields() {
  static const FieldList list =
      FieldsOf<TrainSettings>()
          .integer("epochs", &TrainSettings::epochs,
                   "rounds of training, each followed by validation",
                   {1, 100000})
          .integer("clips_an_epoch", &TrainSettings::clips_an_epoch,
                   "clips drawn and varied for each epoch", {1, 10000000})
          .integer("passes", &TrainSettings::passes,
                   "times that the clips of an epoch are trained on", {1, 1000})
          .integer("batch", &TrainSettings::batch,
                   "clips a training step; divides clips_an_epoch", {4, 10000})
          .choice("optimizer", &TrainSettings::optimizer,
                  {"adamw", "adam", "sgd"}, "how gradients change weights")
          .number("learning_rate", &TrainSettings::learning_rate,
                  "largest step of the optimizer", {1e-9, 10})
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
                  "share of the target spread over all classes", {0, 0.9})
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
                  "the epoch with the best validation loss, or the last")
          .integer("seed", &TrainSettings::seed,
                   "of weights, drawing, variation and dropout",
                   {0, 2147483647})
          .section("augment", &TrainSettings::augment,
                   "how training clips are varied");
  return list;
}

}  // namespace mote
