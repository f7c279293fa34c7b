//! Whether a template is where its project is, or was put elsewhere alone.
use super::Files;

/// Whether something is there that shows that a template is where its project is: a folder on the way to a path that it
/// names, or beside the path another file of its kind than the template itself.
pub(crate) fn has_company(files: &dyn Files, path: &str, template: &str) -> bool {
    let parts: Vec<&str> = path.split('/').filter(|it| !matches!(*it, "" | ".")).collect();
    let Some(top) = files.names("") else { return false };
    match &*parts {
        [name] => {
            let extension = |name: &str| name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
            let own = template.rsplit(['/', '\\']).next().unwrap_or(template);
            let mut others = top.iter().filter(|it| **it != own);
            // What names templates of another form was often made of a template, and put elsewhere.
            extension(own) == extension(name) && others.any(|it| extension(it) == extension(name))
        }
        [folder, ..] => top.iter().any(|it| it == folder),
        [] => false,
    }
}
