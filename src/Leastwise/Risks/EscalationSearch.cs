using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        return [.. all.Where(hit => !IsNeedless(hit, all, subject.Context.Facts))];
    }

    private static bool IsNeedless(EscalationHit hit, EscalationHit[] all, RiskFacts facts)
    {
        foreach (EscalationHit other in all)
        {
            if (other.Severity < hit.Severity)
            {
                continue;
            }

            if (facts.IsLonger(hit.Path, other.Path) ? !hit.Path.NeedsLessThan(other.Path)
                : facts.IsLonger(other.Path, hit.Path) && (other.Path.NeedsLessThan(hit.Path) || (other.Severity > hit.Severity && hit.Path.Requires.All(OfIam))))
            {
                return true;
            }
        }

        return false;
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

    /// <summary>What supports each of its privileges; default where one is not held.</summary>
    private static ImmutableArray<Support> SupportsOf(Subject subject, RiskFacts.KnownPath known)
    {
        var supports = new Support[known.Actions.Length];
        for (int i = 0; i < supports.Length; i++)
        {
            CatalogAction action = known.Actions[i];
            if (subject.SupportOf(action, action.Name == "PassRole" ? known.Path.PassedTo : null) is not { } support)
            {
                return default;
            }

            supports[i] = support;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(supports);
    }

    private static EscalationHit? Judge(Subject subject, RiskFacts.KnownPath known)
    {
        EscalationPath path = known.Path;
        if (SupportsOf(subject, known) is not { IsDefault: false } supports)
        {
            return null;
        }

        bool ofIam = !supports.IsEmpty && supports.All(support => EscalationReach.IsRaising(support.Action) || EscalationReach.IsTaking(support.Action));
        EscalationOutcome? outcome = path switch
        {
            { Id: "sts-001" or "sts-002" or "sts-003" } => EscalationByTrust.Judge(subject, path),
            { PassedTo: { } service } => EscalationByPassing.Judge(subject, supports.First(support => support.Action.Name == "PassRole"), service),
            _ when supports is [{ } only] && OwnChanges.Is(only.Action.FullName) => EscalationByChange.Judge(subject, only),
            _ when ofIam => EscalationByIam.Judge(subject, supports),
            _ when known.Actions.All(ProviderDoors.IsOpenedBy) => EscalationByProvider.Judge(subject, supports),
            { RunsAs: { IsEmpty: false } services } => EscalationByTakeover.Judge(subject, services),
            // What it needs besides is not in the file, such as who administers Identity Center.
            _ => new EscalationOutcome(Severity.Medium, "", null),
        };
        if (outcome is null)
        {
            return null;
        }

        bool alone = subject.Context.Request.IsWithoutAccount;
        outcome = alone ? EscalationWithoutAccount.Judge(path, supports, outcome) : outcome;
        var conditions = ImmutableArray.CreateBuilder<string>();
        conditions.AddRange(SupportWords.FewSentences(supports));
        HashSet<Support>? tagged = null;
        foreach (Support support in supports)
        {
            if (TagControl.Of(subject, support) is { } tagging)
            {
                (tagged ??= new(ReferenceEqualityComparer.Instance)).Add(support);
                conditions.Add(TagControl.Sentence(support, tagging));
            }
        }

        if (outcome.Note is { } note)
        {
            conditions.Add(note);
        }

        // Of a role that is passed, the file may show the instance profile, and not what else the path needs.
        bool isShown = outcome.IsAllThere && (path.PassedTo is null || path.Needs == InstanceProfiles.Need);
        if (path.Needs is { } needs && !isShown)
        {
            conditions.Add(needs == InstanceProfiles.Need && InstanceProfiles.Making(subject) is not null ? InstanceProfiles.Sentence
                : alone ? $"It needs {needs}."
                : $"It needs {needs}; the account file does not show that.");
        }

        if (subject.Account.Account.IsTruncated && !alone)
        {
            conditions.Add("The account file is cut off, so principals and policies may exist that are not considered here.");
        }

        Severity severity = outcome.Severity.MilderIf(supports.Any(support => support.IsConditional && tagged?.Contains(support) != true));
        return new EscalationHit(path, severity, supports, outcome.Explanation, conditions.ToImmutable());
    }

    /// <summary>Such as <c>the role deploy</c>.</summary>
    internal static string Words(IamPrincipal principal) => principal is IamUser ? $"the user {principal.Name}" : $"the role {principal.Name}";
}
