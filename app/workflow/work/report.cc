// The report: one page that shows what was made and how well it does.
#include <fmt/format.h>

#include <set>

#include "app/workflow/evaluation.h"
#include "app/workflow/work/report_parts.h"
#include "app/workflow/work/work.h"
#include "lib/report/html.h"
#include "stages/preprocess/preprocess.h"

namespace mote {
namespace {

using nlohmann::json;

std::string lead_of(const Project& project) {
  const auto about = project.settings<ProjectSettings>("project");
  std::string lead;
  for (const auto& [name, text] : {std::pair{"Why", about.why},
                                   {"How", about.how},
                                   {"What", about.what}}) {
    if (text.empty()) continue;
    lead += fmt::format("<p><b>{}.</b> {}</p>\n", name, escape_html(text));
  }
  return lead;
}

std::string picture(const FeatureBlock& block, const TestClip& clip,
                    const std::string& caption) {
  return fmt::format(
      "<figure><img src=\"{}\" alt=\"{}\"><figcaption>{}</figcaption>"
      "</figure>\n",
      png_uri(draw_features(block, clip.samples, clip.name)),
      escape_html(caption), escape_html(caption));
}

// One clip of each label.
std::string example_pictures(const FeatureBlock& block, const TestSet& test) {
  std::string html = "<div class=\"pictures\">";
  std::set<int> shown;
  for (const TestClip& clip : test.clips) {
    if (!shown.insert(clip.label).second) continue;
    html += picture(block, clip, test.labels[static_cast<size_t>(clip.label)]);
  }
  return html + "</div>";
}

std::string worst_pictures(const FeatureBlock& block, const TestSet& test,
                           const json& worst) {
  std::string html = "<div class=\"pictures\">";
  for (const json& mistake : worst) {
    const std::string name = mistake.at("clip");
    for (const TestClip& clip : test.clips) {
      if (clip.name != name) continue;
      html += picture(block, clip,
                      fmt::format("{} understood as {}",
                                  mistake.at("label").get<std::string>(),
                                  mistake.at("predicted").get<std::string>()));
      break;
    }
  }
  return html + "</div>";
}

std::string lineage_table(const StageWork& work) {
  std::vector<std::vector<std::string>> rows;
  for (const char* name :
       {"snapshot", "preprocess.facts", "design.facts", "train.facts",
        "convert.facts", "evaluation", "deploy.facts"}) {
    rows.push_back({escape_html(name),
                    "<code>" + work.object(name).substr(0, 16) + "</code>"});
  }
  return html_table({"artifact", "hash"}, rows) +
         "<p><code>mote log</code> traces each back to the recordings.</p>";
}

std::string threshold_lead(const json& detection) {
  const std::string chosen =
      detection.at("threshold_chosen").get<bool>()
          ? fmt::format(
                "chosen on {} validation clips, where {:.1f} % of the words "
                "were found",
                detection.at("clips").get<int>(),
                100 * detection.at("words_found").get<double>())
          : "as set";
  return fmt::format(
      "Listening to the test clips: words found against clips of anything else "
      "in which a word is reported, as the threshold falls. The mark is the "
      "detector's threshold of {:.2f}, {}.",
      detection.at("threshold").get<double>(), chosen);
}

}  // namespace

json report_work(StageWork& work) {
  const auto facts = [&](const std::string& stage) {
    return work.input_json(stage + ".facts");
  };
  const json evaluation = facts("evaluate"), designed = facts("design");
  const json deployed = facts("deploy"), collected = facts("collect");
  const auto block = read_feature_block(work.input_text("feature_block"));
  const TestSet test =
      test_set(work.project,
               dataset_of(work.project, work.input_text("snapshot")), *block);
  Page page(work.project.name(), lead_of(work.project));
  page.tiles(result_tiles(evaluation, collected, designed, deployed));
  page.section("Targets", "What was asked for and what was reached.",
               targets_table(evaluation));
  page.section("What it understands",
               "Rows are what it was, columns what was understood, on " +
                   evaluation.at("held_out").get<std::string>() + ".",
               confusion_part(evaluation));
  page.section("Threshold", threshold_lead(facts("convert").at("detection")),
               roc_chart(work.input_json("evaluation"),
                         work.project.settings<EvaluateSettings>("evaluate")));
  page.section("On the device", "Memory and time on each target, measured.",
               device_part(deployed, work.project.device()));
  page.section("Training", facts("train").at("summary"),
               training_part(facts("train")));
  page.section("The network", designed.at("verdict"), layers_table(designed));
  page.section("What the model sees",
               "A clip of each label: its waveform over its features.",
               example_pictures(*block, test));
  if (!evaluation.at("worst").empty()) {
    page.section("Its worst mistakes",
                 "The clips it was most certain about and wrong: listen to "
                 "them first.",
                 worst_pictures(*block, test, evaluation.at("worst")));
  }
  page.section("The recordings", collected.at("summary"),
               recordings_table(collected));
  page.section("Terms of the data",
               "Whose recordings it learned from, and what they ask for.",
               data_table(collected));
  page.section("Lineage", "What this page was made from.", lineage_table(work));
  work.give("report.html", page.html());
  return {{"summary", "one page, self-contained"}};
}

}  // namespace mote
