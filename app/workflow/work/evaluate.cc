#include "stages/evaluate/evaluate.h"

#include <fmt/format.h>

#include "app/workflow/evaluation.h"
#include "app/workflow/work/work.h"
#include "lib/runner/host_detector.h"

namespace mote {
namespace {

// The evaluation without what only the report needs.
nlohmann::json evaluation_facts(const Evaluation& evaluation) {
  nlohmann::json facts = evaluation_json(evaluation);
  facts.erase("predictions");
  facts["summary"] = fmt::format(
      "balanced accuracy {:.1f} % ({:.1f} to {:.1f}), accuracy {:.1f} %, {} "
      "clips",
      100 * evaluation.balanced_accuracy,
      100 * evaluation.balanced_interval.low,
      100 * evaluation.balanced_interval.high, 100 * evaluation.accuracy,
      evaluation.predictions.size());
  return facts;
}

}  // namespace

nlohmann::json evaluate_work(StageWork& work) {
  const Dataset dataset = dataset_of(work.project, work.input_text("snapshot"));
  const TestSet test = test_set(work.project, dataset);
  const auto detector = make_host_detector(
      read_package(work.input("package"), work.project.name() + ".mote"));
  const Evaluation evaluation =
      evaluate(*detector, test,
               work.project.settings<EvaluateSettings>("evaluate"), work.run);
  work.give("evaluation", evaluation_json(evaluation).dump());
  return evaluation_facts(evaluation);
}

}  // namespace mote
