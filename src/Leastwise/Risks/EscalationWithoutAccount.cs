using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>
/// Judges paths of a policy that stands in a file by itself. Which users and roles there are is not known then, and must neither make a finding milder nor be
/// said to be known: what is held on everything reaches whoever is there.
/// </summary>
internal static class EscalationWithoutAccount
{
    private const string Unknown = "Whom it reaches is not known, as the policy was judged without an account.";

    /// <summary>What the path comes to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="supports">What gives each of its privileges.</param>
    /// <param name="known">What the privileges themselves tell.</param>
    public static EscalationOutcome Judge(EscalationPath path, ImmutableArray<Support> supports, EscalationOutcome known)
    {
        Severity severity = path switch
        {
            // What is taken over must exist, with a role worth it; an older version must hold more.
            { RunsAs.IsEmpty: false } => Severity.Medium,
            { Category: EscalationCategory.NewPassRole } => OnEverything(supports.Where(support => support.Action.Name == "PassRole")),
            _ when supports.All(support => support.Action.Name != "SetDefaultPolicyVersion" && (EscalationReach.IsRaising(support.Action) || EscalationReach.IsTaking(support.Action))) => OnEverything(supports),
            _ => Severity.Medium,
        };
        return new EscalationOutcome(severity > known.Severity ? severity : known.Severity, "", Unknown);
    }

    private static Severity OnEverything(IEnumerable<Support> supports) => supports.All(support => support.Reach >= Reach.Broad) ? Severity.High : Severity.Medium;
}
