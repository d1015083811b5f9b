using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Reporting.Trims;

/// <summary>
/// The AWS CLI commands that put some policies of a role, user or group in the place of others. The new ones come before the old ones go, so that nothing is missing in
/// between; where AWS does not let both stand side by side, the new ones stand as the other kind of policy meanwhile.
/// </summary>
internal sealed class Changeover(TrimSubject subject)
{
    private readonly string kind = subject.Kind.ToString().ToLowerInvariant();
    private readonly string who = $"--{subject.Kind.ToString().ToLowerInvariant()}-name {ShellText.Quote(subject.Name)}";
    private readonly int inlineCharacters = TrimPlaces.InlineOf(subject.Kind).Characters;

    /// <summary>A policy, and the script's file that holds its document.</summary>
    /// <param name="Policy">The policy.</param>
    /// <param name="File">The file's name.</param>
    /// <param name="IsMade">Whether this script makes the managed policy, and may delete it.</param>
    internal sealed record Held(NamedPolicy Policy, string File, bool IsMade)
    {
        public bool IsInline => Policy.Kind == PolicyKind.Inline;

        public int Size => PolicySize.Of(Policy.Document);
    }

    /// <summary>The commands, comments among them.</summary>
    public ImmutableArray<string> Write(ImmutableArray<Held> from, ImmutableArray<Held> to)
    {
        int inline = from.Concat(to).Where(one => one.IsInline).Sum(one => one.Size);
        int attached = from.Concat(to).Count(one => !one.IsInline);
        if (inline <= inlineCharacters && attached <= PolicyLimit.Managed.Documents)
        {
            return [.. to.SelectMany(Add), .. Settle(from, to), .. from.SelectMany(Remove)];
        }

        ImmutableArray<Held> bridge = [.. to.Select(AsOther)];
        int bridgeInline = from.Concat(bridge).Where(one => one.IsInline).Sum(one => one.Size), bridgeAttached = from.Concat(bridge).Count(one => !one.IsInline);
        bool fits = bridgeInline <= inlineCharacters && bridgeAttached <= PolicyLimit.Managed.Documents && bridge.All(one => one.IsInline || one.Size <= PolicyLimit.Managed.Characters);
        return fits
            ?
            [
                "# Old and new together are more than AWS lets it hold, so the new ones stand as the other kind of policy while they are exchanged.",
                .. bridge.SelectMany(Add), .. Settle(from, to), .. from.SelectMany(Remove), .. to.SelectMany(Add), .. Settle(from, to), .. bridge.SelectMany(Remove),
            ]
            :
            [
                "# Old and new together are more than AWS lets it hold, so the old ones go first: in between it holds neither. Choose a quiet time.",
                .. from.SelectMany(Remove), .. to.SelectMany(Add),
            ];
    }

    /// <summary>What IAM was told is known everywhere after a while only.</summary>
    private static IEnumerable<string> Settle(ImmutableArray<Held> from, ImmutableArray<Held> to) => from.IsEmpty || to.IsEmpty ? [] : ["sleep 30  # until the new ones are known everywhere"];

    private Held AsOther(Held one)
    {
        string name = $"{one.Policy.Name}-meanwhile";
        return new Held(
            one.IsInline
                ? one.Policy with { Name = name, Kind = PolicyKind.CustomerManaged, Owner = null, Arn = ArnOf(name) }
                : one.Policy with { Name = name, Kind = PolicyKind.Inline, Owner = subject.Arn, Arn = null },
            one.File,
            IsMade: one.IsInline);
    }

    private IEnumerable<string> Add(Held one)
    {
        if (one.IsInline)
        {
            yield return $"aws iam put-{kind}-policy {who} --policy-name {ShellText.Quote(one.Policy.Name)} --policy-document \"file://$work/{one.File}.json\"";
            yield break;
        }

        if (one.IsMade)
        {
            yield return $"aws iam create-policy --policy-name {ShellText.Quote(one.Policy.Name)} --policy-document \"file://$work/{one.File}.json\"";
        }

        yield return $"aws iam attach-{kind}-policy {who} --policy-arn {ShellText.Quote(one.Policy.Arn ?? "")}";
    }

    private IEnumerable<string> Remove(Held one)
    {
        if (one.IsInline)
        {
            yield return $"aws iam delete-{kind}-policy {who} --policy-name {ShellText.Quote(one.Policy.Name)}";
            yield break;
        }

        yield return $"aws iam detach-{kind}-policy {who} --policy-arn {ShellText.Quote(one.Policy.Arn ?? "")}";
        if (one.IsMade)
        {
            yield return $"aws iam delete-policy --policy-arn {ShellText.Quote(one.Policy.Arn ?? "")}";
        }
    }

    private string ArnOf(string name) => $"arn:{subject.Arn.Split(':')[1]}:iam::{subject.AccountId}:policy/{name}";
}
