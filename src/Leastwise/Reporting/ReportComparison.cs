using System.Collections.Immutable;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>Compares two assessments: findings by their ids, which stay the same from run to run, principals by ARN.</summary>
public static class ReportComparison
{
    /// <summary>What changed.</summary>
    public static ReportDifference Compare(Assessment old, Assessment now) => new()
    {
        Old = old,
        New = now,
        Changes = [.. Findings(old, now).Concat(Principals(old, now)).Concat(Escalation(old, now))
            .OrderBy(change => change.Kind)
            .ThenBy(change => change.Subject)
            .ThenByDescending(change => change.Severity)
            .ThenBy(change => change.Id, StringComparer.Ordinal)],
        Cautions = [.. Cautions(old, now)],
    };

    private static IEnumerable<ReportChange> Findings(Assessment old, Assessment now) =>
        Pairs(old.Findings, now.Findings, finding => finding.Finding.Id).Select(pair => pair switch
        {
            (null, { } added) => Change(ChangeKind.New, added, null),
            ({ } gone, null) => Change(ChangeKind.Gone, gone, null),
            ({ } before, { } after) => Compared(before, after),
            _ => null,
        }).OfType<ReportChange>();

    private static ReportChange? Compared(AssessedFinding before, AssessedFinding after)
    {
        if (before.Finding.Severity != after.Finding.Severity)
        {
            return Change(after.Finding.Severity > before.Finding.Severity ? ChangeKind.Worse : ChangeKind.Better, after, $"{Word(before.Finding.Severity)} before, {Word(after.Finding.Severity)} now");
        }

        long held = before.Finding.Actions.Length + before.Usage.Unlisted, holds = after.Finding.Actions.Length + after.Usage.Unlisted;
        return held == holds ? null
            : Change(holds > held ? ChangeKind.Worse : ChangeKind.Better, after, $"rests on {Legible.Count(held, "privilege")} before, {Legible.Number(holds)} now");
    }

    private static ReportChange Change(ChangeKind kind, AssessedFinding finding, string? detail) =>
        new(kind, ChangeSubject.Finding, finding.Finding.Id, finding.Finding.Title, detail, finding.Finding.Severity);

    private static IEnumerable<ReportChange> Principals(Assessment old, Assessment now) =>
        Pairs(old.Principals, now.Principals, principal => principal.Arn).Select(pair => pair switch
        {
            (null, { } added) => Change(ChangeKind.New, added, $"{Legible.Count(added.Counts.Granted, "privilege")} granted"),
            ({ } gone, null) => Change(ChangeKind.Gone, gone, null),
            ({ Counts: var held }, { Counts: var holds } after) when holds.Granted != held.Granted => Change(
                holds.Granted > held.Granted ? ChangeKind.Worse : ChangeKind.Better, after, $"{Legible.Count(held.Granted, "privilege")} granted before, {Legible.Number(holds.Granted)} now"),
            _ => null,
        }).OfType<ReportChange>();

    private static ReportChange Change(ChangeKind kind, AssessedPrincipal principal, string? detail) =>
        new(kind, ChangeSubject.Principal, principal.Arn, $"{principal.Type} {principal.Name}", detail, Severity: null);

    private static IEnumerable<ReportChange> Escalation(Assessment old, Assessment now)
    {
        if (!IsComparable(old.Paths) || !IsComparable(now.Paths))
        {
            return [];
        }

        return Pairs(Ways(old.Paths), Ways(now.Paths), way => way.Arn).Select(pair => pair switch
        {
            (null, { } added) => Change(ChangeKind.New, added, $"in {Legible.Count(added.Steps, "step")}"),
            ({ } gone, null) => Change(ChangeKind.Gone, gone, null),
            ({ } before, { } after) when before.Steps != after.Steps => Change(
                after.Steps < before.Steps ? ChangeKind.Worse : ChangeKind.Better, after, $"{Legible.Count(before.Steps, "step")} before, {Legible.Number(after.Steps)} now"),
            _ => null,
        }).OfType<ReportChange>();
    }

    private static ReportChange Change(ChangeKind kind, Way way, string? detail) => new(kind, ChangeSubject.Escalation, way.Arn, $"{way.Label} can become administrator", detail, Severity: null);

    private static bool IsComparable([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] AssessedPaths? paths) => paths is { NotComputed: null, Unlisted: 0 };

    private static IEnumerable<Way> Ways(AssessedPaths paths) => paths.Routes
        .Select(route => (From: paths.Places[paths.Hops[route[0]].From], Steps: route.Length))
        .Select(way => new Way(way.From.Arn ?? way.From.Id, way.From.Label, way.Steps));

    private static IEnumerable<string> Cautions(Assessment old, Assessment now)
    {
        if (old.CatalogVersion != now.CatalogVersion || old.Version != now.Version)
        {
            yield return $"The two were made by different versions ({old.Version} with catalogue {old.CatalogVersion}, {now.Version} with {now.CatalogVersion}): some changes may be ours, not the account's.";
        }

        foreach (string account in old.Accounts.Select(account => account.Id).Except(now.Accounts.Select(account => account.Id), StringComparer.Ordinal))
        {
            yield return $"Account {account} is only in the old one: what is gone of it may be there still.";
        }

        foreach (string account in now.Accounts.Select(account => account.Id).Except(old.Accounts.Select(account => account.Id), StringComparer.Ordinal))
        {
            yield return $"Account {account} is only in the new one: what is new of it may have been there before.";
        }

        if (!IsComparable(old.Paths) || !IsComparable(now.Paths))
        {
            yield return "Ways to administrator are not compared: one of the two does not have all of them.";
        }
    }

    // A report that names one twice is compared by the first.
    private static IEnumerable<(T? Old, T? New)> Pairs<T>(IEnumerable<T> old, IEnumerable<T> now, Func<T, string> id)
        where T : class
    {
        Dictionary<string, T> before = old.DistinctBy(id, StringComparer.Ordinal).ToDictionary(id, StringComparer.Ordinal);
        Dictionary<string, T> after = now.DistinctBy(id, StringComparer.Ordinal).ToDictionary(id, StringComparer.Ordinal);
        return before.Keys.Union(after.Keys, StringComparer.Ordinal).Select(key => (before.GetValueOrDefault(key), after.GetValueOrDefault(key)));
    }

    private static string Word(Severity severity) => JsonText.Word(severity);

    private sealed record Way(string Arn, string Label, int Steps);
}
