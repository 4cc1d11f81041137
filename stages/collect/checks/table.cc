#include "stages/collect/checks/check.h"

namespace mote {

std::span<const Check> checks() {
  static constexpr Check kChecks[] = {
      {"corrupt", "stored bytes", find_corrupt},
      {"missing", "stored bytes", find_missing},
      {"unreadable", "stored bytes", find_unreadable},
      {"clipping", "runs at the highest or lowest value", find_clipping},
      {"silence", "the peak of audio", find_silence},
      {"dc_offset", "the mean of audio", find_dc_offset},
      {"dropout", "runs in which nothing changes", find_dropouts},
      {"missing_values", "values that are not numbers", find_missing_values},
      {"dead_axis", "axes that never change", find_dead_axes},
      {"dead_pixels", "places of a grid that never change", find_dead_pixels},
      {"unlabelled", "labels", find_unlabelled},
      {"label", "labels", find_other_labels},
      {"duration", "lengths", find_duration},
      {"short", "lengths", find_short},
      {"no_rate", "rates", find_no_rate},
      {"low_rate", "rates", find_low_rate},
      {"upsampled", "the mean spectrum of audio", find_upsampled},
      {"unit", "units of axes", find_unit},
      {"wrong_unit", "the median length of accelerations", find_wrong_unit},
      {"range", "the highest and lowest value", find_out_of_range},
      {"few_samples", "samples a label", find_few_samples},
      {"few_groups", "groups a label", find_few_groups},
      {"few_recorded", "sources of a label's samples", find_few_recorded},
      {"imbalance", "samples a label", find_imbalance},
      {"split", "sides of labels", find_split_problems},
      {"group_leak", "sides of groups", find_torn_groups},
      {"duplicate", "decoded values", find_duplicates},
      {"near_duplicate", "spectra, then values, at every offset",
       find_near_duplicates},
      {"mislabel", "features and labels", find_mislabels},
      {"outlier", "distances to neighbours", find_outliers},
  };
  return kChecks;
}

}  // namespace mote
