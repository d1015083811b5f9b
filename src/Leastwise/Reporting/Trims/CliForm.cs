using System.Collections.Immutable;
using System.Text;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Reporting.Trims;

/// <summary>
/// A trim as a script of AWS CLI commands with four steps to choose from: a trial as permissions boundary, its end, the change itself, and the way back. Nothing runs without a step.
/// </summary>
public static class CliForm
{
    private const string End = "END_OF_POLICY";
    private const string Reserved = "IAM Identity Center writes this role's policies, and AWS refuses all other changes of it: put the result into its permission set.";

    private static ImmutableArray<string> Refused { get; } = [$"echo {ShellText.Quote(Reserved)} >&2", "exit 1"];

    /// <summary>Writes it.</summary>
    public static string Write(TrimResult result)
    {
        TrimSubject subject = result.Subject;
        var text = new StringBuilder();
        text.Append("#!/bin/sh\n");
        text.Append(ShellText.Comment($"Trim of {subject.Label}, {subject.Arn}")).Append('\n');
        text.Append(ShellText.Comment(TrimWords.Summary(result))).Append('\n');
        text.Append("# Read it before you run it:  sh apply.sh trial | end-trial | apply | rollback\n");
        text.Append("set -eu\nwork=$(mktemp -d)\ntrap 'rm -rf \"$work\"' EXIT\n\n");
        for (int i = 0; i < result.Policies.Length; i++)
        {
            Document(text, $"new-{i + 1}", result.Policies[i].Document);
        }

        for (int i = 0; i < subject.Sources.Length; i++)
        {
            Document(text, $"old-{i + 1}", subject.Sources[i].Document);
        }

        text.Append("\ncase \"${1:-}\" in\n");
        Step(text, "trial", TrialOf(result) is { } impossible ? [ShellText.Comment(impossible), $"echo {ShellText.Quote(impossible)} >&2", "exit 1"] : Trial(result));
        Step(text, "end-trial", TrialOf(result) is null ? EndTrial(result) : ["echo 'There was no trial.' >&2", "exit 1"]);
        Step(text, "apply", subject switch { { IsReserved: true } => Refused, { Kind: SubjectKind.Policy } => NewVersion(result), _ => Apply(result) });
        Step(text, "rollback", subject switch { { IsReserved: true } => Refused, { Kind: SubjectKind.Policy } => OldVersion(result), _ => Rollback(result) });
        return text.Append("*)\n  echo 'usage: sh apply.sh trial | end-trial | apply | rollback' >&2\n  exit 2\n  ;;\nesac\n").ToString();
    }

    /// <summary>Why a trial as permissions boundary is not possible, one sentence; null where it is.</summary>
    public static string? TrialOf(TrimResult result) => result switch
    {
        { Subject.Kind: SubjectKind.Group or SubjectKind.Policy } => "A trial as permissions boundary is for one user or role; give it to the members one by one.",
        { Subject.IsReserved: true } => Reserved,
        { Subject.Members: [IamUser { Groups.IsEmpty: false }] } => "The user holds more through groups, which a boundary of these policies would take away; there is no trial.",
        { Subject.Members: [IamUser { Boundary: not null } or IamRole { Boundary: not null }] } => "There is a permissions boundary already, which a trial would replace; there is no trial.",
        { Policies.Length: not 1 } => "A boundary is one policy, and this is not one; there is no trial.",
        { Policies: [var only] } when PolicySize.Of(only.Document) > PolicyLimit.Managed.Characters => "It is larger than a managed policy may be, which a boundary must be; there is no trial.",
        _ => null,
    };

    /// <summary>How a trial is stricter than the change.</summary>
    /// <remarks>"Permissions boundaries for IAM entities", AWS IAM User Guide, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html</remarks>
    internal const string OfResources = "A boundary also limits what policies of resources in the account give to the role by its name, which the change itself does not.";

    private static string KindOf(TrimResult result) => result.Subject.Kind.ToString().ToLowerInvariant();

    private static string Who(TrimResult result) => $"--{KindOf(result)}-name {ShellText.Quote(result.Subject.Name)}";

    private static string BoundaryName(TrimResult result) => $"{result.Subject.Name}-trial";

    private static string ArnOf(TrimResult result, string name) => $"arn:{result.Subject.Arn.Split(':')[1]}:iam::{result.Subject.AccountId}:policy/{name}";

    private static ImmutableArray<string> Trial(TrimResult result) =>
    [
        .. result.Subject.Kind == SubjectKind.Role ? new[] { $"# {OfResources}" } : [],
        "# As a boundary the new policy limits the old ones: nothing is lost that the new one gives, and taking it away again is one command.",
        $"aws iam create-policy --policy-name {ShellText.Quote(BoundaryName(result))} --policy-document \"file://$work/new-1.json\"",
        $"aws iam put-{KindOf(result)}-permissions-boundary {Who(result)} --permissions-boundary {ShellText.Quote(ArnOf(result, BoundaryName(result)))}",
    ];

    private static ImmutableArray<string> EndTrial(TrimResult result) =>
    [
        $"aws iam delete-{KindOf(result)}-permissions-boundary {Who(result)}",
        $"aws iam delete-policy --policy-arn {ShellText.Quote(ArnOf(result, BoundaryName(result)))}",
    ];

    private static ImmutableArray<string> Apply(TrimResult result) => new Changeover(result.Subject).Write(Old(result), New(result));

    private static ImmutableArray<string> Rollback(TrimResult result) => new Changeover(result.Subject).Write(New(result), Old(result));

    private static ImmutableArray<Changeover.Held> Old(TrimResult result) =>
        [.. result.Subject.Sources.Select((policy, index) => new Changeover.Held(policy, $"old-{index + 1}", IsMade: false))];

    private static ImmutableArray<Changeover.Held> New(TrimResult result) =>
        [.. result.Policies.Select((policy, index) => new Changeover.Held(policy, $"new-{index + 1}", IsMade: true))];

    private static ImmutableArray<string> NewVersion(TrimResult result) =>
        [.. VersionOf(result, "new")];

    private static ImmutableArray<string> OldVersion(TrimResult result) =>
        [.. VersionOf(result, "old")];

    private static IEnumerable<string> VersionOf(TrimResult result, string which)
    {
        yield return "# A policy keeps five versions; delete the oldest first where it has them.";
        yield return $"aws iam create-policy-version --policy-arn {ShellText.Quote(result.Subject.Arn)} --policy-document \"file://$work/{which}-1.json\" --set-as-default";
    }

    private static void Document(StringBuilder text, string name, PolicyDocument document) =>
        text.Append("cat > \"$work/").Append(name).Append(".json\" <<'").Append(End).Append("'\n").Append(PolicyWriter.Write(document)).Append('\n').Append(End).Append('\n');

    private static void Step(StringBuilder text, string name, ImmutableArray<string> commands)
    {
        text.Append(name).Append(")\n");
        foreach (string command in commands)
        {
            text.Append("  ").Append(command).Append('\n');
        }

        text.Append("  ;;\n");
    }
}
