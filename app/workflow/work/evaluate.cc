#include "stages/evaluate/evaluate.h"

#include "app/workflow/evaluation.h"
#include "app/workflow/listening.h"
#include "app/workflow/work/work.h"
#include "lib/runner/host_detector.h"

namespace mote {

nlohmann::json evaluate_work(StageWork& work) {
  const Dataset dataset = dataset_of(work.project, work.input_text("snapshot"));
  const Package package =
      read_package(work.input("package"), work.project.name() + ".mote");
  const TestSet test =
      test_set(work.project, dataset, *package.make_features());
  const auto detector = make_host_detector(package);
  Evaluation evaluation =
      summarize(test.labels, predict(*detector, test, work.run),
                hear(package, test, work.run),
                work.project.settings<EvaluateSettings>("evaluate"));
  evaluation.notes = test.notes;
  work.give("evaluation", evaluation_json(evaluation).dump());
  return evaluation_facts(work.project, evaluation);
}

}  // namespace mote
