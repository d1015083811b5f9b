namespace Leastwise.Risks;

/// <summary>Instance profiles: what an EC2 instance has its role by. Whoever may put a role into one needs none that exists.</summary>
/// <remarks>Source: "Use instance profiles", AWS IAM User Guide: a profile has one role, which can be taken out and another one put in.</remarks>
internal static class InstanceProfiles
{
    /// <summary>How a path says that it needs one.</summary>
    public const string Need = "an instance profile with that role";

    /// <summary>Says that it is made.</summary>
    public const string Sentence = "The role must first be put into an instance profile, which iam:AddRoleToInstanceProfile lets it do.";

    /// <summary>The privilege by which the principal puts a role into a profile that it makes or empties; null where it cannot.</summary>
    public static Support? Making(Subject subject) =>
        Held(subject, "iam:AddRoleToInstanceProfile") is { } adding && (Held(subject, "iam:CreateInstanceProfile") ?? Held(subject, "iam:RemoveRoleFromInstanceProfile")) is not null
            ? adding
            : null;

    private static Support? Held(Subject subject, string action) => subject.Context.Catalog.Find(action) is { } known ? subject.SupportOf(known) : null;
}
