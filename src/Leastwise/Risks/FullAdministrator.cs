using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>Full administrators, however their policies spell it.</summary>
/// <remarks>
/// Decided by what is held, not by how it is written: nine tenths of IAM's actions on all resources, among them each of <see cref="Core"/>.
/// Whoever holds these can give himself the rest. A tenth may be missing because organizations deny single IAM actions to their administrators.
/// </remarks>
internal static class FullAdministrator
{
    private const int MostNamed = 8;

    /// <summary>Without one of these, a principal can still be stopped from raising itself; with all of them on everything it cannot.</summary>
    internal static readonly ImmutableArray<string> Core =
        ["iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:UpdateAssumeRolePolicy"];

    /// <summary>Whether the principal is one, under conditions perhaps.</summary>
    public static bool Holds(Subject subject) => Judge(subject) is not null;

    /// <summary>The finding, if the principal is one.</summary>
    public static Finding? Find(Subject subject)
    {
        if (Judge(subject) is not { } supports)
        {
            return null;
        }

        string[] missing = [.. subject.Context.Facts.Iam.Where(id => !subject.Grants.Actions.Contains(id)).Select(id => subject.Context.Catalog.Actions[id].FullName)];
        ImmutableArray<string> conditions = [.. SupportWords.Sentences(supports).Take(MostNamed)];
        if (missing.Length > 0)
        {
            conditions = conditions.Add($"Not held: {ConditionWords.List(missing)}.");
        }

        bool all = subject.Context.Facts.Services.All(service => service.Set.IsSubsetOf(subject.Grants.Actions));
        bool conditional = supports.Any(support => support.IsConditional);
        return subject.Finding(
            Risk.FullAdministrator,
            Severity.High.MilderIf(conditional),
            detail: "",
            title: $"{subject.Words} is a full administrator",
            explanation: $"{subject.Words} {(all ? "holds every action of every service" : "holds all that IAM needs to give itself every other right")} on all resources, by "
                + $"{SupportWords.Names([.. supports.SelectMany(support => support.Statements).Distinct<Evaluation.StatementSource>(ReferenceEqualityComparer.Instance)])}. "
                + "Whoever gets hold of its credentials owns the account. Its other risks are not listed one by one, as they all follow from this.",
            recommendation: "Keep administrators few, behind MFA and short sessions. If the work needs less, replace the policy by one with the privileges that were used.",
            actions: Core,
            statements: supports.SelectMany(support => support.Statements),
            conditions);
    }

    private static List<Support>? Judge(Subject subject)
    {
        ActionSet held = subject.Grants.Actions;
        ImmutableArray<int> iam = subject.Context.Facts.Iam;
        var core = new List<CatalogAction>(Core.Length);
        foreach (string name in Core)
        {
            if (subject.Context.Catalog.Find(name) is not { } action || !held.Contains(action.Id))
            {
                return null;
            }

            core.Add(action);
        }

        if (iam.Count(held.Contains) * 10 < iam.Length * 9)
        {
            return null;
        }

        var supports = new List<Support>(core.Count);
        foreach (CatalogAction action in core)
        {
            if (subject.SupportOf(action) is not { Reach: >= Reach.Broad } support)
            {
                return null;
            }

            supports.Add(support);
        }

        return supports;
    }
}
