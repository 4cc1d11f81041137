#include "stages/collect/report/values.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "lib/base/hash.h"
#include "lib/base/threads.h"
#include "stages/collect/report/values_of_one.h"

namespace mote {
namespace {

using Recordings = std::vector<RecordingValues>;
using Samples = std::vector<Sample>;

std::vector<LevelsOfLabel> levels_of(const Samples& samples,
                                     const Recordings& all) {
  std::map<std::string, std::pair<std::vector<double>, std::vector<double>>>
      by_label;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!all[i].sound) continue;
    auto& [rms, peak] = by_label[samples[i].label];
    rms.push_back(all[i].rms_db);
    peak.push_back(all[i].peak_db);
  }
  std::vector<LevelsOfLabel> result;
  for (auto& [label, levels] : by_label) {
    result.push_back({label, distribution_of(std::move(levels.first)),
                      distribution_of(std::move(levels.second))});
  }
  return result;
}

// Sums of a label's spectra.
struct SpectrumSums {
  size_t count = 0;
  std::vector<double> sum, squares;

  void add(const std::vector<double>& spectrum) {
    sum.resize(spectrum.size());
    squares.resize(spectrum.size());
    ++count;
    for (size_t band = 0; band < spectrum.size(); ++band) {
      sum[band] += spectrum[band];
      squares[band] += spectrum[band] * spectrum[band];
    }
  }
  SpectrumOfLabel result(const std::string& label) const {
    SpectrumOfLabel result{label, count, {}, {}};
    const auto n = static_cast<double>(count);
    for (size_t band = 0; band < sum.size(); ++band) {
      const double mean = sum[band] / n;
      result.mean_db.push_back(mean);
      result.deviation_db.push_back(
          std::sqrt(std::max(0.0, squares[band] / n - mean * mean)));
    }
    return result;
  }
};

double most_frequent_rate(const Samples& samples, const Recordings& all,
                          const std::string& of) {
  std::map<double, size_t> counts;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].spectrum_of == of) ++counts[samples[i].rate_hz];
  }
  return std::ranges::max_element(counts, {},
                                  [](const auto& one) { return one.second; })
      ->first;
}

std::vector<Spectra> spectra_of(const Samples& samples, const Recordings& all) {
  std::set<std::string> kinds;
  for (const RecordingValues& one : all) {
    if (!one.spectrum_db.empty()) kinds.insert(one.spectrum_of);
  }
  std::vector<Spectra> result;
  for (const std::string& of : kinds) {
    Spectra spectra{of, most_frequent_rate(samples, all, of), 0, 0, {}};
    std::map<std::string, SpectrumSums> by_label;
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].spectrum_of != of || all[i].spectrum_db.empty()) continue;
      if (samples[i].rate_hz == spectra.rate_hz) {
        by_label[samples[i].label].add(all[i].spectrum_db);
      } else {
        ++spectra.left_out;
      }
    }
    for (const auto& [label, sums] : by_label) {
      spectra.labels.push_back(sums.result(label));
      spectra.band_hz =
          spectra.rate_hz / 2 / static_cast<double>(sums.sum.size());
    }
    result.push_back(std::move(spectra));
  }
  return result;
}

// One axis of one label, summed up.
struct AxisSums {
  AxisOfLabel of;
  double count = 0, sum = 0, squares = 0;
  std::vector<double> means;

  void add(const AxisValues& axis) {
    of.missing += axis.missing;
    ++of.recordings;
    if (axis.count == 0) return;
    of.low = means.empty() ? axis.low : std::min(of.low, axis.low);
    of.high = means.empty() ? axis.high : std::max(of.high, axis.high);
    count += static_cast<double>(axis.count);
    sum += axis.sum;
    squares += axis.squares;
    means.push_back(axis.mean());
  }
  AxisOfLabel result() && {
    of.mean = count > 0 ? sum / count : 0;
    of.deviation =
        count > 0
            ? std::sqrt(std::max(0.0, squares / count - of.mean * of.mean))
            : 0;
    of.means = distribution_of(std::move(means));
    return of;
  }
};

// Axes in the order in which recordings have them.
std::vector<AxisOfLabel> axes_of(const Samples& samples,
                                 const Recordings& all) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<size_t, std::string>, AxisSums> sums;
  for (size_t i = 0; i < all.size(); ++i) {
    for (const AxisValues& axis : all[i].axes) {
      const std::pair name{axis.axis.name, axis.axis.unit};
      const auto at = std::ranges::find(order, name);
      const auto place = static_cast<size_t>(at - order.begin());
      if (at == order.end()) order.push_back(name);
      AxisSums& sum = sums[{place, samples[i].label}];
      sum.of.axis = name.first;
      sum.of.unit = name.second;
      sum.of.label = samples[i].label;
      sum.add(axis);
    }
  }
  std::vector<AxisOfLabel> result;
  for (auto& [key, sum] : sums) result.push_back(std::move(sum).result());
  return result;
}

std::vector<SizeCount> sizes_of(const Recordings& all) {
  std::map<std::string, size_t> counts;
  for (const RecordingValues& one : all) {
    if (!one.size.empty()) ++counts[one.size];
  }
  std::vector<SizeCount> result;
  for (const auto& [size, count] : counts) result.push_back({size, count});
  std::ranges::stable_sort(result, std::greater<>(), &SizeCount::samples);
  return result;
}

}  // namespace

DataValues measure_values(const Dataset& dataset, Run& run) {
  const auto& samples = dataset.samples();
  Recordings all(samples.size());
  parallel_for(samples.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    try {
      all[i] = values_of_one(dataset.signal(samples[i]), samples[i]);
    } catch (const Stopped&) {
      throw;
    } catch (const Error&) {
      // verify names it.
    }
  });
  DataValues result;
  for (const RecordingValues& one : all) {
    ++(one.opened ? result.opened : result.damaged);
  }
  result.levels = levels_of(samples, all);
  result.spectra = spectra_of(samples, all);
  result.axes = axes_of(samples, all);
  result.sizes = sizes_of(all);
  return result;
}

Dataset part_of(const Dataset& dataset, size_t most) {
  if (dataset.size() <= most) return dataset;
  std::map<std::string, std::vector<std::pair<uint64_t, std::string>>> labels;
  for (const Sample& sample : dataset.samples()) {
    labels[sample.label].emplace_back(hash64("part " + sample.id), sample.id);
  }
  std::set<std::string> kept;
  for (auto& [label, samples] : labels) {
    const size_t share =
        std::max<size_t>(1, most * samples.size() / dataset.size());
    std::ranges::sort(samples);
    for (size_t i = 0; i < share; ++i) kept.insert(samples[i].second);
  }
  return dataset.select(
      [&](const Sample& sample) { return kept.contains(sample.id); });
}

}  // namespace mote
