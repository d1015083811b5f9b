using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>When nothing is taken away, whatever the verdicts say.</summary>
internal static class Untouchable
{
    /// <summary>The first reason that applies, one or two sentences; null where none does.</summary>
    public static string? Because(TrimSubject subject, UsageAnalysis analysis, TrimOptions options)
    {
        if (subject.Sources.IsEmpty)
        {
            return subject is { Kind: SubjectKind.User, Members: [IamUser { Groups.IsEmpty: false } user] }
                ? $"It holds no policies of its own; what it holds comes through {string.Join(", ", user.Groups.Select(group => group.Name))}. Trim these with --group."
                : "It holds no policies.";
        }

        if (subject.Members.IsEmpty)
        {
            return subject.Kind == SubjectKind.Group ? "The group has no members, so nobody needs anything of it; delete it, or detach its policies." : "Nobody holds the policy, so nobody needs anything of it.";
        }

        if (subject.Members is [IamRole { IsServiceLinked: true }])
        {
            return "It is a service-linked role: AWS writes its policies, and they cannot be changed.";
        }

        if (subject.Sources.SelectMany(policy => policy.Document.Diagnostics).FirstOrDefault(one => one.Severity != DiagnosticSeverity.Note) is { } error)
        {
            return $"A policy could not be read whole, and what was not read might limit it: {error}";
        }

        if (subject.Sources.FirstOrDefault(policy => policy.Document.Statements.Any(statement => statement.Resources is null || statement.Principals is not null)) is { } unfit)
        {
            return $"The policy {unfit.Name} has a statement without Resource, or with Principal, which IAM refuses in such a policy; correct it first.";
        }

        return BecauseOfHistory(subject, analysis, options);
    }

    /// <summary>Where every privilege stays, and every resource of it.</summary>
    public static string BecauseAllStays(ImmutableArray<TrimmedPrivilege> privileges)
    {
        int used = privileges.Count(one => one.Fate is Fate.Used or Fate.Inferred), rest = privileges.Length - used;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Everything stays: {used:N0} of {privileges.Length:N0} privileges are used{(rest > 0 ? $", and of {rest:N0} nobody can know that {(rest == 1 ? "it is" : "they are")} not, or {(rest == 1 ? "it was" : "they were")} to be kept" : "")}; no resource of them can be narrowed.");
    }

    private static string? BecauseOfHistory(TrimSubject subject, UsageAnalysis analysis, TrimOptions options)
    {
        UsageWindow window = analysis.Window;
        if (window.IsNone || !analysis.Coverage.Accounts.ContainsKey(subject.AccountId))
        {
            return $"There are no logs of account {subject.AccountId}, so nothing is known of what it used.";
        }

        int days = window.LastDay.DayNumber - window.FirstDay.DayNumber + 1;
        if (days < options.MinimumWindow)
        {
            return $"The window, {window.FirstDay:yyyy-MM-dd} to {window.LastDay:yyyy-MM-dd}, has {days} days, and {options.MinimumWindow} are wanted before anything is taken away; give more logs, or say --min-window {days}.";
        }

        if (subject.Members.All(member => analysis.CallsOf(member).Count == 0))
        {
            return subject.Members.Length == 1
                ? "It has no history: it made no call in the window, so what it would need is not known. If nobody misses it, it is to be deleted rather than trimmed."
                : "None of its members made a call in the window, so what they would need is not known.";
        }

        return subject.Members
            .Select(member => (Member: member, Age: member.Created is { } made ? window.LastDay.DayNumber - DateOnly.FromDateTime(made.UtcDateTime).DayNumber + 1 : (int?)null))
            .Where(one => options.MinimumAge > 0 && (one.Age is null || one.Age < options.MinimumAge))
            .Select(one => one.Age is { } age
                ? $"{(subject.Members.Length == 1 ? "It" : one.Member.Name)} was made {age} days before the window's end, and {options.MinimumAge} are wanted before anything is taken away; wait, or say --min-age {Math.Max(age, 0)}."
                : $"The account file does not say when {(subject.Members.Length == 1 ? "it" : one.Member.Name)} was made, and {options.MinimumAge} days are wanted before anything is taken away; say --min-age 0 to leave that aside.")
            .FirstOrDefault();
    }
}
