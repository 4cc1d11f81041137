// The parts of the page (data_report.h), each as HTML; "": nothing to say.
#pragma once

#include <string>

#include "stages/collect/report/data_report.h"

namespace mote {

std::string origins_part(const DataReport& report);
std::string requirements_part(const DataReport& report);
std::string findings_part(const DataReport& report);
std::string labels_part(const DataReport& report);
std::string kinds_part(const DataReport& report);
std::string values_part(const DataReport& report);
std::string maps_part(const DataReport& report);
std::string examples_part(const DataReport& report);
std::string history_part(const DataReport& report);

// "1,495".
std::string with_commas_of(size_t number);

// Rules for the maps, for Page::style().
std::string map_style();

}  // namespace mote
