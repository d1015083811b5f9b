using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Shaping;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>Trimmed policies as part of an assessment, for those where they are worth most, as far as they cost seconds and not minutes.</summary>
internal static class AssessedTrims
{
    /// <summary>For so many users and roles at most.</summary>
    private const int Most = 200;

    // What a trim costs goes with the privileges held: an administrator's takes as long as those of a hundred others.
    private const long MostPrivileges = 200_000;

    /// <summary>The rule in words, and the trims by ARN.</summary>
    public static (string Rule, Dictionary<string, AssessedTrim> Trims) Of(Assessment assessment, InputReading reading, JudgedAccounts judged, CancellationToken cancellation)
    {
        int days = assessment.Window.IsNone ? 0 : assessment.Window.LastDay.DayNumber - assessment.Window.FirstDay.DayNumber + 1;
        if (days < TrimOptions.DefaultDays)
        {
            return (
                assessment.Window.IsNone
                    ? "Policies are trimmed by what was used, and there are no logs."
                    : $"An assessment trims policies where the window has at least {TrimOptions.DefaultDays} days; here are {Legible.Number(days)}. 'leastwise trim --min-window {days}' does it all the same.",
                []);
        }

        Dictionary<string, Severity> gravest = assessment.Findings.GroupBy(finding => finding.Finding.Principal, StringComparer.Ordinal)
            .ToDictionary(findings => findings.Key, findings => findings.Max(finding => finding.Finding.Severity), StringComparer.Ordinal);
        AssessedPrincipal[] worthwhile = [.. assessment.Principals.Where(principal => principal.Counts.Unused > 0 && gravest.ContainsKey(principal.Arn))];
        HashSet<string> chosen = Chosen(worthwhile
            .OrderByDescending(principal => gravest[principal.Arn])
            .ThenByDescending(principal => principal.Counts.Unused)
            .ThenBy(principal => principal.Arn, StringComparer.Ordinal));
        Dictionary<string, AssessedTrim> trims = Trims(assessment.Window, [.. reading.Details.Accounts.SelectMany(account => account.Actors).Where(actor => chosen.Contains(actor.Arn))], reading, judged, cancellation);
        return (
            worthwhile.Length > chosen.Count
                ? $"An assessment trims the policies of at most {Most} users and roles that hold {Legible.Number(MostPrivileges)} privileges together: of those with findings and unused privileges, those with the gravest, then those with the most unused. Here that is {Legible.Number(chosen.Count)} of {Legible.Number(worthwhile.Length)}; 'leastwise trim' has no such limit."
                : "An assessment trims the policies of users and roles that have findings and unused privileges; 'leastwise trim' those of everybody.",
            trims);
    }

    private static HashSet<string> Chosen(IEnumerable<AssessedPrincipal> inOrder)
    {
        HashSet<string> chosen = new(StringComparer.Ordinal);
        long held = 0;
        foreach (AssessedPrincipal principal in inOrder)
        {
            if (chosen.Count < Most && held + principal.Counts.Granted <= MostPrivileges)
            {
                chosen.Add(principal.Arn);
                held += principal.Counts.Granted;
            }
        }

        return chosen;
    }

    private static Dictionary<string, AssessedTrim> Trims(UsageWindow window, ImmutableArray<IamPrincipal> actors, InputReading reading, JudgedAccounts judged, CancellationToken cancellation)
    {
        var lookup = new PolicyLookup(
            reading.Details.Accounts, reading.Organization, reading.Files.ResourcePolicies is { } path ? ResourcePoliciesReader.Read(path) : ResourcePolicies.None);
        var run = new TrimRun(new ActionWriter(ActionCatalog.Default), lookup, TrimOptions.Default);
        UsageAnalysis Analyse(IReadOnlyList<TrimSubject> part)
        {
            ImmutableArray<IamPrincipal> members = [.. part.SelectMany(subject => subject.Members)];
            Func<LoggedActor, bool> own = ActorSearch.CallsOf(members);
            var choice = new ActorChoice(own, [.. members.Select(one => one.AccountId).Distinct(StringComparer.Ordinal)]);
            return UsageAnalysis.Over(ActionCatalog.Default, reading.Details.Accounts, judged.GrantsOf, reading.Ledger.Read(window, choice, details: true), trails: reading.TrailSettings);
        }

        return run.Run(actors.Select(TrimSubject.Of), Analyse, cancellation).ToDictionary(result => result.Subject.Arn, AssessedTrim.Of, StringComparer.Ordinal);
    }
}
