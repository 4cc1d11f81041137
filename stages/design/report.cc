#include <fmt/format.h>

#include <algorithm>

#include "stages/design/design.h"

namespace mote {
namespace {

// Three digits and no more: "6.1", "24", "0.31".
std::string short_number(double value) {
  if (value >= 10) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}f}", value, value >= 1 ? 1 : 2);
}

std::string use_of(const DesignBudget& budget) {
  if (budget.limit <= 0) {
    return fmt::format("{} {} {}", budget.name, short_number(budget.needed),
                       budget.unit);
  }
  return fmt::format("{} {} of {} {}", budget.name, short_number(budget.needed),
                     short_number(budget.limit), budget.unit);
}

std::string excess_of(const DesignBudget& budget) {
  return fmt::format("{} {} {} too much", budget.name,
                     short_number(budget.needed - budget.limit), budget.unit);
}

}  // namespace

bool DesignReport::fits() const {
  return std::ranges::all_of(budgets, &DesignBudget::fits);
}

std::string DesignReport::verdict() const {
  std::string uses, excesses;
  for (const DesignBudget& budget : budgets) {
    uses += (uses.empty() ? "" : ", ") + use_of(budget);
    if (!budget.fits()) {
      excesses += (excesses.empty() ? "" : ", ") + excess_of(budget);
    }
  }
  if (fits()) return fmt::format("fits {}: {}", target, uses);
  return fmt::format("does not fit {}: {} ({})", target, excesses, uses);
}

std::string DesignReport::pace() const {
  if (hops_a_score == 0) {
    return fmt::format("the features alone take too much of {}'s time", target);
  }
  const std::string every = fmt::format("a score every {:.0f} ms", score_ms);
  if (cpu_share == 0) return every;
  return fmt::format("{} takes {:.0f} % of {}'s time", every, 100 * cpu_share,
                     target);
}

}  // namespace mote
