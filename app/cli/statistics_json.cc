#include "app/cli/statistics_json.h"

#include <nlohmann/json.hpp>

namespace mote {
namespace {

using nlohmann::json;

json json_of(const Distribution& of) {
  return {{"count", of.count}, {"lowest", of.low},
          {"p5", of.from},     {"median", of.median},
          {"p95", of.to},      {"highest", of.high},
          {"mean", of.mean},   {"deviation", of.deviation}};
}

json json_of(const Tally& tally) {
  return {{"samples", tally.samples}, {"seconds", tally.seconds}};
}

json json_of(const Tallies& tallies) {
  json document = json::object();
  for (const auto& [name, tally] : tallies) document[name] = json_of(tally);
  return document;
}

json json_of(const Spectra& spectra) {
  json labels = json::array();
  for (const SpectrumOfLabel& label : spectra.labels) {
    labels.push_back({{"label", label.label},
                      {"samples", label.recordings},
                      {"mean_db", label.mean_db},
                      {"deviation_db", label.deviation_db}});
  }
  return {{"of", spectra.of},
          {"rate_hz", spectra.rate_hz},
          {"band_hz", spectra.band_hz},
          {"left_out", spectra.left_out},
          {"labels", labels}};
}

}  // namespace

nlohmann::json json_of(const DataCounts& counts) {
  nlohmann::json document = json_of(counts.all);
  document["excluded"] = json_of(counts.excluded);
  document["labels"] = nlohmann::json::array();
  for (const LabelCounts& label : counts.labels) {
    nlohmann::json row = json_of(label.all);
    row["label"] = label.label;
    row["groups"] = label.groups;
    row["sides"] = label.sides;
    row["durations_s"] = json_of(label.seconds);
    document["labels"].push_back(row);
  }
  document["sides"] = json_of(counts.sides);
  document["sources"] = json_of(counts.sources);
  document["origins"] = json_of(counts.origins);
  document["kinds"] = json_of(counts.kinds);
  document["rates"] = nlohmann::json::array();
  for (const auto& [rate_hz, tally] : counts.rates) {
    nlohmann::json row = json_of(tally);
    row["rate_hz"] = rate_hz;
    document["rates"].push_back(row);
  }
  nlohmann::json largest = nlohmann::json::array();
  for (const auto& [group, samples] : counts.largest) {
    largest.push_back({{"group", group}, {"samples", samples}});
  }
  document["groups"] = {{"count", counts.groups},
                        {"sizes", json_of(counts.group_sizes)},
                        {"largest", largest}};
  document["durations_s"] = json_of(counts.seconds);
  document["duration_histogram"] = {{"edges_s", counts.durations.edges},
                                    {"counts", counts.durations.counts}};
  return document;
}

nlohmann::json json_of(const DataValues& values) {
  nlohmann::json document = {
      {"opened", values.opened},           {"damaged", values.damaged},
      {"levels", nlohmann::json::array()}, {"spectra", nlohmann::json::array()},
      {"axes", nlohmann::json::array()},   {"sizes", nlohmann::json::array()}};
  for (const LevelsOfLabel& label : values.levels) {
    document["levels"].push_back({{"label", label.label},
                                  {"rms_db", json_of(label.rms)},
                                  {"peak_db", json_of(label.peak)}});
  }
  for (const Spectra& spectra : values.spectra) {
    document["spectra"].push_back(json_of(spectra));
  }
  for (const AxisOfLabel& axis : values.axes) {
    document["axes"].push_back({{"axis", axis.axis},
                                {"unit", axis.unit},
                                {"label", axis.label},
                                {"samples", axis.recordings},
                                {"missing", axis.missing},
                                {"lowest", axis.low},
                                {"highest", axis.high},
                                {"mean", axis.mean},
                                {"deviation", axis.deviation},
                                {"means", json_of(axis.means)}});
  }
  for (const SizeCount& size : values.sizes) {
    document["sizes"].push_back(
        {{"size", size.size}, {"samples", size.samples}});
  }
  return document;
}

nlohmann::json json_of(const RecordingMap& map, const Dataset& dataset) {
  nlohmann::json points = nlohmann::json::array();
  for (const MappedRecording& one : map.points) {
    const Sample& sample = dataset.samples()[one.sample];
    points.push_back({{"id", sample.id},
                      {"name", sample.name},
                      {"label", sample.label},
                      {"group", sample.group},
                      {"split", sample.split},
                      {"x", one.x},
                      {"y", one.y},
                      {"components", {one.first, one.second}},
                      {"suspect", one.suspect}});
  }
  return {{"kind", map.kind},
          {"features", map.dimensions},
          {"variance_shares", {map.shares[0], map.shares[1]}},
          {"neighbours_kept", map.neighbours_kept},
          {"divergence", map.divergence},
          {"points", points}};
}

}  // namespace mote
