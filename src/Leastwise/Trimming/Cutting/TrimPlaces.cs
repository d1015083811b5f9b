using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Cutting;

/// <summary>As what a subject's result may stand, and what it must fit there.</summary>
internal static class TrimPlaces
{
    // A policy's name has at most 128 characters.
    private const int MostOfName = 100;

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
        string[] names = NamesOf(subject, documents.Length);
        string partition = subject.Arn.Split(':') is [_, { Length: > 0 } known, ..] ? known : "aws";
        return
        [
            .. names.Zip(documents, (name, document) => new NamedPolicy
            {
                Name = name,
                Arn = inline ? null : $"arn:{partition}:iam::{subject.AccountId}:policy/{name}",
                Owner = inline ? subject.Arn : null,
                Kind = inline ? PolicyKind.Inline : PolicyKind.CustomerManaged,
                Document = document,
            }),
        ];
    }

    /// <summary>Names that none of the subject's policies has: what is trimmed a second time must not overwrite, or take for the old ones, what it holds from the first.</summary>
    private static string[] NamesOf(TrimSubject subject, int count)
    {
        string stem = subject.Name[..Math.Min(subject.Name.Length, MostOfName)];
        for (int version = 1; ; version++)
        {
            string[] names = [.. Enumerable.Range(1, count).Select(number => $"{stem}-trimmed{(version > 1 ? $"-v{version}" : "")}{(count > 1 ? $"-{number}" : "")}")];
            if (!subject.Sources.Any(policy => names.Contains(policy.Name, StringComparer.OrdinalIgnoreCase)))
            {
                return names;
            }
        }
    }
}
