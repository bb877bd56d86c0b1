// SPDX-License-Identifier: Apache-2.0
// Whether a run with the text's own defaults gets to a line: through calls from the module's own
// statements, past the switches whose defaults can be read. Most wrong alarms of a static reader
// come from code that no run enters (rules: violations, last section).
#pragma once

#include <map>
#include <vector>

#include "verifier/evidence/source_evidence.h"
#include "verifier/source/python_value.h"

namespace verifier {

class PyReach {
 public:
  // The evaluator must outlive this.
  explicit PyReach(PyEvaluator& evaluator);

  Reach of(PyId id) const;

 private:
  struct Reference {
    PyId from = 0;  // region
    PyId to = 0;
    Reach here = Reach::reached;
  };

  PyId region_of(PyId id) const;
  Reach within_region(PyId id) const;
  Reach step_up(PyId above, PyId below) const;
  Reach after_exits(PyId block, PyId id) const;
  Reach when(PyId condition, bool wanted) const;
  std::vector<Reference> references() const;
  void add_references(PyId id, std::vector<Reference>& found) const;
  bool is_naming(PyId id) const;
  bool spread(const std::vector<Reference>& all);
  Reach branch(PyId above, PyId below) const;
  PyId source_last(PyId id) const;
  bool ends_block(PyId block) const;

  PyEvaluator& evaluator_;
  const PyNames& names_;
  const PythonSource& source_;
  std::map<PyId, Reach> regions_;         // functions and classes
  mutable std::map<PyId, PyId> exits_;    // of a block: the statement behind which nothing runs
  mutable std::map<PyId, Reach> within_;  // statements asked for before
};

// The smaller of two: a line is reached no better than the way to it.
Reach weaker(Reach one, Reach other);

}  // namespace verifier
