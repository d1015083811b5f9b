using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Cutting;

/// <summary>As what a subject's result may stand, and what it must fit there.</summary>
internal static class TrimPlaces
{
    /// <summary>The limits in the order in which they are tried: the first one that the result fits is taken, else the last.</summary>
    public static ImmutableArray<PolicyLimit> Of(TrimSubject subject, PolicyPlace place)
    {
        if (subject.Kind == SubjectKind.Policy)
        {
            // A managed policy has one document; what does not fit into it would be another policy.
            return [PolicyLimit.Managed with { Documents = 1 }];
        }

        PolicyLimit inline = InlineOf(subject.Kind);
        return place switch
        {
            PolicyPlace.Inline => [inline],
            PolicyPlace.AsToday when subject.Sources.All(policy => policy.Kind == PolicyKind.Inline) => [inline, PolicyLimit.Managed],
            _ => [PolicyLimit.Managed],
        };
    }

    /// <summary>What the inline policies of a role, user or group may have together.</summary>
    public static PolicyLimit InlineOf(SubjectKind kind) => kind switch
    {
        SubjectKind.User => PolicyLimit.UserInline,
        SubjectKind.Group => PolicyLimit.GroupInline,
        _ => PolicyLimit.RoleInline,
    };

    /// <summary>The documents as policies with names.</summary>
    public static ImmutableArray<NamedPolicy> Name(TrimSubject subject, ImmutableArray<PolicyDocument> documents, bool inline)
    {
        string partition = subject.Arn.Split(':') is [_, { Length: > 0 } known, ..] ? known : "aws";
        return
        [
            .. documents.Select((document, index) => $"{subject.Name}-trimmed{(documents.Length > 1 ? $"-{index + 1}" : "")}").Zip(documents, (name, document) => new NamedPolicy
            {
                Name = name,
                Arn = inline ? null : $"arn:{partition}:iam::{subject.AccountId}:policy/{name}",
                Owner = inline ? subject.Arn : null,
                Kind = inline ? PolicyKind.Inline : PolicyKind.CustomerManaged,
                Document = document,
            }),
        ];
    }
}
