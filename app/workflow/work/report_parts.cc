#include "app/workflow/work/report_parts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/workflow/work/work.h"
#include "lib/report/charts.h"

namespace mote {
namespace {

using nlohmann::json;

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

std::string percent(const json& share) { return percent(share.get<double>()); }

std::string kilobytes(double bytes) {
  return fmt::format("{:.1f} KB", bytes / 1024);
}

std::string number(const json& value) {
  return with_commas(value.get<int64_t>());
}

Tile target_tile(const json& evaluation) {
  int met = 0;
  for (const json& target : evaluation.at("targets")) {
    met += target.at("met").get<bool>();
  }
  const size_t all = evaluation.at("targets").size();
  return {
      fmt::format("{} of {}", met, all), "targets met",
      static_cast<size_t>(met) == all ? Tile::Mood::kGood : Tile::Mood::kBad};
}

const json* facts_of_target(const json& deployed, const std::string& name) {
  for (const json& target : deployed.at("targets")) {
    if (target.at("target") == name) return &target;
  }
  return nullptr;
}

Bar budget_bar(const std::string& label, double bytes, double limit) {
  return {label, bytes,
          limit > 0
              ? fmt::format("{} of {}", kilobytes(bytes), kilobytes(limit))
              : kilobytes(bytes),
          limit};
}

std::string optional_number(const json& facts, const char* key) {
  return facts.contains(key) ? number(facts.at(key)) : "-";
}

}  // namespace

std::vector<Tile> result_tiles(const json& evaluation, const json& collected,
                               const json& designed, const json& deployed) {
  const json& interval = evaluation.at("interval").at("balanced_accuracy");
  std::vector<Tile> tiles;
  tiles.push_back({percent(evaluation.at("balanced_accuracy")),
                   fmt::format("balanced accuracy ({} to {})",
                               percent(interval[0]), percent(interval[1])),
                   Tile::Mood::kPlain});
  tiles.push_back(
      {percent(evaluation.at("without_silence").at("balanced_accuracy")),
       "without silence", Tile::Mood::kPlain});
  if (!evaluation.at("targets").empty())
    tiles.push_back(target_tile(evaluation));
  if (const json* facts =
          facts_of_target(deployed, designed.at("target").get<std::string>())) {
    tiles.push_back({kilobytes(facts->at("flash_bytes")),
                     fmt::format("flash on {}, {} RAM",
                                 designed.at("target").get<std::string>(),
                                 kilobytes(facts->at("ram_bytes"))),
                     Tile::Mood::kPlain});
  }
  const bool synthetic = collected.at("recorded") == 0;
  tiles.push_back({number(collected.at("recordings")),
                   synthetic ? "clips of synthetic voices: real ones will do "
                               "worse"
                             : fmt::format("samples of {} groups",
                                           number(collected.at("speakers"))),
                   synthetic ? Tile::Mood::kBad : Tile::Mood::kPlain});
  return tiles;
}

std::string targets_table(const json& evaluation) {
  std::vector<std::vector<std::string>> rows;
  for (const json& target : evaluation.at("targets")) {
    const bool met = target.at("met");
    rows.push_back(
        {escape_html(target.at("metric").get<std::string>()),
         escape_html(target.at("comparison").get<std::string>()) + " " +
             percent(target.at("wanted")),
         percent(target.at("reached")),
         met ? "<span class=\"good-text\">met</span>"
             : fmt::format("<span class=\"bad-text\">missed by {:.1f} "
                           "points</span>",
                           100 * target.at("missed_by").get<double>())});
  }
  if (rows.empty()) return "<p>mote.toml names none: [evaluate.targets].</p>";
  return html_table({"metric", "wanted", "reached", ""}, rows);
}

std::string confusion_part(const json& evaluation) {
  std::vector<std::vector<std::string>> rows;
  for (const json& metrics : evaluation.at("per_class")) {
    rows.push_back({escape_html(metrics.at("label").get<std::string>()),
                    number(metrics.at("samples")),
                    percent(metrics.at("precision")),
                    percent(metrics.at("recall")), percent(metrics.at("f1"))});
  }
  return "<div class=\"two\">" +
         confusion_chart(
             evaluation.at("labels").get<std::vector<std::string>>(),
             evaluation.at("confusion").get<std::vector<std::vector<int>>>()) +
         html_table({"label", "clips", "precision", "recall", "F1"}, rows) +
         "</div>";
}

std::string roc_chart(const json& evaluation,
                      const EvaluateSettings& settings) {
  const Evaluation judged = evaluation_from_json(evaluation, settings);
  const Roc& roc = judged.roc;
  const OperatingPoint& chosen = judged.heard.point;
  if (roc.points.empty()) return "<p>There are no words or nothing else.</p>";
  Series series{"words found", {}};
  for (const RocPoint& point : roc.points) {
    series.points.emplace_back(point.false_positive_rate,
                               point.true_positive_rate);
  }
  const Mark mark{chosen.alarm_share(), chosen.found_share(),
                  fmt::format("threshold {:.2f}: {} found, {} false alarms",
                              chosen.threshold, percent(chosen.found_share()),
                              percent(chosen.alarm_share()))};
  return line_chart({series}, {"false alarms", 0.0, 1.0, true},
                    {"words found", 0.0, 1.0, true}, {mark});
}

std::string device_part(const json& deployed, const DeviceSettings& device) {
  std::vector<Bar> bars;
  if (const json* facts = facts_of_target(deployed, device.board)) {
    bars.push_back(
        budget_bar("RAM", facts->at("ram_bytes"), device.budget.ram_bytes));
    bars.push_back(budget_bar("flash", facts->at("flash_bytes"),
                              device.budget.flash_bytes));
  }
  std::vector<std::vector<std::string>> rows;
  for (const json& facts : deployed.at("targets")) {
    rows.push_back({escape_html(facts.at("target").get<std::string>()),
                    kilobytes(facts.at("flash_bytes")),
                    kilobytes(facts.at("ram_bytes")),
                    optional_number(facts, "stack_bytes"),
                    optional_number(facts, "instructions_an_inference"),
                    optional_number(facts, "instructions_a_second")});
  }
  return bar_chart(bars) + "<br>" +
         html_table(
             {"target", "flash", "RAM", "stack, bytes",
              "instructions an inference", "instructions a second of audio"},
             rows);
}

std::string training_part(const json& trained) {
  Series loss{"training loss", {}}, validation{"validation loss", {}};
  Series accuracy{"validation", {}};
  for (const json& epoch : trained.value("history", json::array())) {
    const double at = epoch.at("epoch");
    loss.points.emplace_back(at, epoch.at("training/loss"));
    validation.points.emplace_back(at, epoch.at("validation/loss"));
    accuracy.points.emplace_back(at, epoch.at("validation/balanced_accuracy"));
  }
  if (loss.points.empty()) return "";
  return "<div class=\"two\">" +
         line_chart({loss, validation}, {"epoch", {}, {}, false},
                    {"loss", 0.0, {}, false}) +
         line_chart({accuracy}, {"epoch", {}, {}, false},
                    {"balanced accuracy", {}, {}, true}) +
         "</div>";
}

std::string layers_table(const json& designed) {
  std::vector<std::vector<std::string>> rows;
  for (const json& layer : designed.at("layers")) {
    const json& shape = layer.at("output");
    rows.push_back({escape_html(layer.at("name").get<std::string>()),
                    escape_html(layer.at("kind").get<std::string>()),
                    fmt::format("{} x {} x {}", shape[0].get<int>(),
                                shape[1].get<int>(), shape[2].get<int>()),
                    number(layer.at("parameters")), number(layer.at("macs"))});
  }
  rows.push_back({"<b>all</b>", "", "",
                  "<b>" + number(designed.at("parameters")) + "</b>",
                  "<b>" + number(designed.at("macs")) + "</b>"});
  return html_table({"layer", "kind", "output", "parameters", "MACs"}, rows);
}

std::string recordings_table(const json& collected) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [label, count] : collected.at("labels").items()) {
    rows.push_back({escape_html(label), number(count)});
  }
  return html_table({"label", "recordings"}, rows);
}

std::string data_table(const json& collected) {
  const auto or_unknown = [](const std::string& text) {
    return text.empty() ? std::string("unknown") : escape_html(text);
  };
  std::vector<std::vector<std::string>> rows;
  for (const json& source : collected.at("data")) {
    const std::string name = source.at("name");
    rows.push_back({name.empty() ? "recorded here" : escape_html(name),
                    number(source.at("recordings")),
                    or_unknown(source.at("licence")),
                    or_unknown(source.at("attribution"))});
  }
  return html_table({"data set", "recordings", "licence", "attribution"}, rows);
}

}  // namespace mote
