using Leastwise.Catalog;
using Leastwise.Policies;

namespace Leastwise.Evaluation;

/// <summary>A statement made ready for set algebra. Compiled once for each document, compared by reference.</summary>
internal sealed class CompiledStatement
{
    /// <summary>The statement.</summary>
    public required Statement Statement { get; init; }

    /// <summary>Its resources; null where it names none, which an identity policy must.</summary>
    public required ResourceReach? Resources { get; init; }

    /// <summary>The actions that it names, whatever its resources and conditions.</summary>
    public required ActionSet Named { get; init; }

    /// <summary>The actions that it names and that its resources can mean: where it can make a difference.</summary>
    public required ActionSet Applicable { get; init; }

    /// <summary>Of those, the actions for which it names every resource.</summary>
    public required ActionSet WholeResources { get; init; }

    /// <summary>Whether it applies under conditions only; see <see cref="Policies.Statement.HangsOnContext"/>.</summary>
    public required bool IsConditional { get; init; }

    /// <summary>The actions that it grants or denies wherever and whenever they are asked for.</summary>
    public ActionSet Whole => IsConditional ? ActionSet.Empty : WholeResources;
}
