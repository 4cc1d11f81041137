#include "app/cli/command.h"

namespace mote {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"new", "make a project from a template", "Project", new_command},
      {"run", "do what is stale, from recordings to firmware", "Project",
       run_command},
      {"status", "show what is fresh, what is stale, and why", "Project",
       status_command},
      {"log", "trace any result back to its recordings", "Project",
       log_command},
      {"collect", "bring, list and verify recordings", "Stages",
       collect_command},
      {"preprocess", "turn sound into what the model sees", "Stages",
       preprocess_command},
      {"design", "choose a network and see what it costs", "Stages",
       design_command},
      {"train", "teach the network", "Stages", train_command},
      {"convert", "make the trained network int8", "Stages", convert_command},
      {"evaluate", "judge it on voices that it never heard", "Stages",
       evaluate_command},
      {"deploy", "build firmware, run and measure it", "Stages",
       deploy_command},
      {"infer", "hear a recording or the microphone", "Stages", infer_command},
      {"compile", "turn a .tflite into C++ for a target", "Models",
       compile_command},
      {"bench", "measure how fast training and features are", "Machine",
       bench_command},
      {"doctor", "show which tools are there and what brings them", "Machine",
       doctor_command},
  };
  return table;
}

}  // namespace mote
