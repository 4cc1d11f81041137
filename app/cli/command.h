// A command is one row of commands() and one file.
//
//   // app/cli/design.cc
//   void design_command(Arguments& arguments) {
//     auto options = std::make_shared<DesignOptions>();
//     arguments.runs_stages();
//     arguments.flag("--float", options->as_float, "before quantization");
//     arguments.examples("  mote design --set design.model=tc\n");
//     arguments.action([options](Console& console, const CommonOptions&) {
//       console.print("...");
//       return 0;
//     });
//   }
#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.h"

namespace mote {

struct Command {
  std::string name;
  std::string help;   // one line of `mote --help`
  std::string group;  // the heading it stands under
  void (*declare)(Arguments&);
};

// All commands in the order of `mote --help`.
const std::vector<Command>& commands();

void bench_command(Arguments& arguments);
void collect_command(Arguments& arguments);
void compile_command(Arguments& arguments);
void convert_command(Arguments& arguments);
void deploy_command(Arguments& arguments);
void design_command(Arguments& arguments);
void doctor_command(Arguments& arguments);
void evaluate_command(Arguments& arguments);
void infer_command(Arguments& arguments);
void log_command(Arguments& arguments);
void new_command(Arguments& arguments);
void preprocess_command(Arguments& arguments);
void run_command(Arguments& arguments);
void status_command(Arguments& arguments);
void train_command(Arguments& arguments);

}  // namespace mote
