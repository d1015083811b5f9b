using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>What whoever deploys a trimmed policy should know.</summary>
internal static class TrimRemarks
{
    private const int MostNames = 5;

    /// <summary>The sentences, those about this subject first.</summary>
    public static IEnumerable<string> Of(TrimSubject subject, FateRule fates, TrimOptions options, UsageAnalysis analysis)
    {
        if (subject.Members is [IamUser { Groups.IsEmpty: false } user] && subject.Kind == SubjectKind.User)
        {
            yield return $"Only the user's own policies are trimmed; those of {string.Join(", ", user.Groups.Select(group => group.Name))} stay, and --group trims them to the need of all members.";
        }

        if (subject.IsReserved)
        {
            yield return "IAM Identity Center writes this role's policies: put the result into its permission set, not into the role.";
        }

        string[] silent = [.. subject.Members.Where(member => analysis.CallsOf(member).Count == 0).Select(member => member.Name)];
        if (silent.Length > 0)
        {
            yield return $"{silent.Length} of {subject.Members.Length} members made no call in the window ({Names(silent)}); what only they might need goes.";
        }

        foreach (string pattern in options.Keep.Where(pattern => !fates.All.Any(one => one.Stays && Text.WildcardPattern.IsMatch(FateRule.PatternOf(pattern), one.Action, ignoreCase: true))))
        {
            yield return $"--keep {pattern} keeps nothing: the policies name no such action.";
        }

        int unknown = fates.All.Count(one => one.Fate == Fate.Unknown);
        if (unknown > 0)
        {
            yield return $"{(unknown == 1 ? "1 privilege stays" : string.Create(CultureInfo.InvariantCulture, $"{unknown:N0} privileges stay"))} because nobody can know whether {(unknown == 1 ? "it is" : "they are")} used{(options.DropUnknown ? " until the logs are complete" : "; --drop-unknown takes away what no log would show")}.";
        }
    }

    private static string Names(string[] names) => names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more";
}
