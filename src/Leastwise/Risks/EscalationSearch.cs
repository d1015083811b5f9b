using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Finds the known paths that a principal's effective rights open, over all its policies together.</summary>
internal static class EscalationSearch
{
    /// <summary>Every path that is open, also those that need more than another one that is open, in ordinal order of id.</summary>
    public static IEnumerable<EscalationHit> All(Subject subject)
    {
        foreach (RiskFacts.KnownPath known in subject.Context.Facts.Paths)
        {
            if (Holds(subject, known) && Judge(subject, known) is { } hit)
            {
                yield return hit;
            }
        }
    }

    /// <summary>
    /// The paths that are open, without those that only add privileges to another one at least as bad, and without those of IAM that are milder
    /// because they lack what another one adds. Where what is added makes something needless that would have to exist, the surer path stands.
    /// </summary>
    public static ImmutableArray<EscalationHit> Shortest(Subject subject)
    {
        EscalationHit[] all = [.. All(subject)];
        return [.. all.Where(hit => !all.Any(other =>
            (other.Severity >= hit.Severity && subject.Context.Facts.IsLonger(hit.Path, other.Path) && !hit.Path.NeedsLessThan(other.Path))
            || (other.Severity >= hit.Severity && subject.Context.Facts.IsLonger(other.Path, hit.Path) && other.Path.NeedsLessThan(hit.Path))
            || (other.Severity > hit.Severity && subject.Context.Facts.IsLonger(other.Path, hit.Path) && hit.Path.Requires.All(OfIam))))];
    }

    private static bool OfIam(string action) => action.StartsWith("iam:", StringComparison.Ordinal);

    // The hot test: a few bits for each path, no allocation.
    private static bool Holds(Subject subject, RiskFacts.KnownPath known)
    {
        foreach (CatalogAction action in known.Actions)
        {
            if (!subject.Grants.Actions.Contains(action.Id))
            {
                return false;
            }
        }

        return true;
    }

    private static EscalationHit? Judge(Subject subject, RiskFacts.KnownPath known)
    {
        EscalationPath path = known.Path;
        var supports = ImmutableArray.CreateBuilder<Support>(known.Actions.Length);
        foreach (CatalogAction action in known.Actions)
        {
            if (subject.SupportOf(action, action.Name == "PassRole" ? path.PassedTo : null) is not { } support)
            {
                return null;
            }

            supports.Add(support);
        }

        bool ofIam = supports.Count > 0 && supports.All(support => EscalationReach.IsRaising(support.Action) || EscalationReach.IsTaking(support.Action));
        EscalationOutcome? outcome = path switch
        {
            { Id: "sts-001" or "sts-002" or "sts-003" } => EscalationByTrust.Judge(subject, path),
            { PassedTo: { } service } => EscalationByPassing.Judge(subject, supports.First(support => support.Action.Name == "PassRole"), service),
            _ when supports is [{ } only] && OwnChanges.Is(only.Action.FullName) => EscalationByChange.Judge(subject, only),
            _ when ofIam => EscalationByIam.Judge(subject, supports.ToImmutable()),
            { RunsAs: { IsEmpty: false } services } => EscalationByTakeover.Judge(subject, services),
            // What it needs besides is not in the file, such as who administers Identity Center.
            _ => new EscalationOutcome(Severity.Medium, "", null),
        };
        if (outcome is null)
        {
            return null;
        }

        bool alone = subject.Context.Request.IsWithoutAccount;
        outcome = alone ? EscalationWithoutAccount.Judge(path, supports.ToImmutable(), outcome) : outcome;
        var conditions = ImmutableArray.CreateBuilder<string>();
        conditions.AddRange(SupportWords.FewSentences(supports));
        var tagged = new HashSet<Support>(ReferenceEqualityComparer.Instance);
        foreach (Support support in supports)
        {
            if (TagControl.Of(subject, support) is { } tagging)
            {
                tagged.Add(support);
                conditions.Add(TagControl.Sentence(support, tagging));
            }
        }

        if (outcome.Note is { } note)
        {
            conditions.Add(note);
        }

        if (path.Needs == InstanceProfiles.Need && InstanceProfiles.Making(subject) is not null)
        {
            conditions.Add(InstanceProfiles.Sentence);
        }
        else if (path.Needs is { } needs && !outcome.IsAllThere)
        {
            conditions.Add(alone ? $"It needs {needs}." : $"It needs {needs}; the account file does not show that.");
        }

        if (subject.Account.Account.IsTruncated && !alone)
        {
            conditions.Add("The account file is cut off, so principals and policies may exist that are not considered here.");
        }

        Severity severity = outcome.Severity.MilderIf(supports.Any(support => support.IsConditional && !tagged.Contains(support)));
        return new EscalationHit(path, severity, supports.ToImmutable(), outcome.Explanation, conditions.ToImmutable());
    }

    /// <summary>Such as <c>the role deploy</c>.</summary>
    internal static string Words(IamPrincipal principal) => principal is IamUser ? $"the user {principal.Name}" : $"the role {principal.Name}";
}
