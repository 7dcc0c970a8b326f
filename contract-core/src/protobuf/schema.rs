//! What messages are made of, in the form decoding and matching walk it: plain tables instead of shared descriptors.

use super::node::Node;
use super::well_known::WellKnown;
use prost_reflect::{DescriptorPool, EnumDescriptor, FieldDescriptor, MessageDescriptor, OneofDescriptor};
use std::collections::HashMap;

/// A message type: its position in [`Schema::messages`].
pub(crate) type TypeId = u32;

/// Every message and enum of a pool.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    messages: Vec<Message>,
    enums: Vec<Enum>,
    by_name: HashMap<String, TypeId>,
}

/// A message type.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) known: WellKnown,
    /// Sorted by number.
    pub(crate) fields: Vec<Field>,
    /// By position; those that stand for `optional` have none.
    pub(crate) oneofs: Vec<String>,
    /// Positions of fields by number, for numbers up to its length; `u32::MAX` where there is none.
    by_number: Vec<u32>,
}

/// A field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) json_name: String,
    pub(crate) number: u32,
    pub(crate) kind: Kind,
    pub(crate) shape: Shape,
    /// The oneof it is a member of.
    pub(crate) oneof: Option<u32>,
    /// Whether being set to the default differs from not being set.
    pub(crate) has_presence: bool,
    pub(crate) is_packed: bool,
    /// What a single field that is not set counts as.
    pub(crate) default: Node<'static>,
}

/// How many values a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Single,
    List,
    /// Values by keys of this kind.
    Map(Kind),
}

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Int32,
    Int64,
    Sint32,
    Sint64,
    Sfixed32,
    Sfixed64,
    Uint32,
    Uint64,
    Fixed32,
    Fixed64,
    Float,
    Double,
    Text,
    Bytes,
    Enum(u32),
    Message(TypeId),
    Group(TypeId),
}

impl Kind {
    /// The message type, when the value is a message.
    pub(crate) fn message(self) -> Option<TypeId> {
        match self {
            Self::Message(id) | Self::Group(id) => Some(id),
            _ => None,
        }
    }

    /// Whether keys of maps can be of this kind.
    fn is_of_keys(self) -> bool {
        !matches!(self, Self::Float | Self::Double | Self::Bytes | Self::Enum(_) | Self::Message(_) | Self::Group(_))
    }

    /// What a value of this kind is when nothing says otherwise.
    fn default(self, schema: &Schema) -> Node<'static> {
        match self {
            Self::Bool => Node::Bool(false),
            Self::Int32 | Self::Int64 | Self::Sint32 | Self::Sint64 | Self::Sfixed32 | Self::Sfixed64 => Node::Int(0),
            Self::Uint32 | Self::Uint64 | Self::Fixed32 | Self::Fixed64 => Node::Uint(0),
            Self::Float => Node::Float(0.0),
            Self::Double => Node::Double(0.0),
            Self::Text => Node::Text("".into()),
            Self::Bytes => Node::Bytes(Vec::new().into()),
            Self::Enum(id) => Node::Enum(schema.enums.get(id as usize).map_or(0, Enum::first)),
            Self::Message(_) | Self::Group(_) => Node::Message(Box::default()),
        }
    }
}

/// An enum type.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    /// Names and numbers in the order of the `.proto`.
    pub(crate) values: Vec<(String, i32)>,
    /// Positions of the first names by number.
    by_number: HashMap<i32, usize>,
}

impl Enum {
    /// The first name of a number.
    pub(crate) fn name_of(&self, number: i32) -> Option<&str> {
        let (name, _) = self.values.get(*self.by_number.get(&number)?)?;
        Some(name)
    }

    pub(crate) fn number_of(&self, name: &str) -> Option<i32> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    fn first(&self) -> i32 {
        self.values.first().map_or(0, |(_, number)| *number)
    }
}

impl Message {
    /// The field with this number and its position.
    pub(crate) fn by_number(&self, number: u32) -> Option<(u32, &Field)> {
        let position = match self.by_number.get(number as usize) {
            Some(&u32::MAX) => return None,
            Some(position) => *position as usize,
            None => self.fields.binary_search_by_key(&number, |field| field.number).ok()?,
        };
        let field = self.fields.get(position)?;
        Some((u32::try_from(position).ok()?, field))
    }

    /// The field of this name, in the `.proto` or else in JSON, and its position.
    pub(crate) fn by_name(&self, name: &str) -> Option<(u32, &Field)> {
        let find = |is: &dyn Fn(&Field) -> bool| self.fields.iter().position(is);
        let position = find(&|field| field.name == name).or_else(|| find(&|field| field.json_name == name))?;
        Some((u32::try_from(position).ok()?, &self.fields[position]))
    }
}

/// Numbers up to this are looked up directly.
const DIRECT: u32 = 256;

impl Schema {
    /// The tables of a pool; the error is why a message in it is none.
    pub(super) fn of(pool: &DescriptorPool) -> Result<Self, String> {
        let numbered = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let by_name: HashMap<_, _> = pool
            .all_messages()
            .enumerate()
            .map(|(at, message)| (message.full_name().to_owned(), numbered(at)))
            .collect();
        let enums: HashMap<_, _> =
            pool.all_enums().enumerate().map(|(at, kind)| (kind.full_name().to_owned(), numbered(at))).collect();
        let mut schema =
            Self { messages: Vec::new(), enums: pool.all_enums().map(|kind| enumeration(&kind)).collect(), by_name };
        let messages = pool.all_messages().map(|message| schema.compile(&message, &enums));
        schema.messages = messages.collect::<Result<_, _>>()?;
        Ok(schema)
    }

    fn compile(&self, message: &MessageDescriptor, enums: &HashMap<String, u32>) -> Result<Message, String> {
        let oneofs: Vec<_> = message.oneofs().collect();
        let fields = message.fields().map(|field| self.field(&field, enums));
        let mut fields: Vec<_> = fields.collect::<Result<_, _>>()?;
        fields.sort_by_key(|field| field.number);
        let members = members(&oneofs);
        for field in &mut fields {
            field.oneof = members.get(&field.number).copied();
        }
        let mut by_number = Vec::new();
        for (position, field) in (0_u32..).zip(&fields).filter(|(_, field)| field.number < DIRECT) {
            by_number.resize(field.number as usize + 1, u32::MAX);
            by_number[field.number as usize] = position;
        }
        let names = oneofs.iter().map(|oneof| oneof.name().to_owned()).collect();
        let name = message.full_name().to_owned();
        Ok(Message { known: WellKnown::of(message), name, fields, oneofs: names, by_number })
    }

    fn field(&self, field: &FieldDescriptor, enums: &HashMap<String, u32>) -> Result<Field, String> {
        let (kind, shape) = match field.kind().as_message().filter(|_| field.is_map()) {
            Some(entry) => {
                let part = |number| entry.get_field(number).map(|part| self.kind(&part, enums));
                let (Some(key), Some(value)) = (part(1).filter(|key| key.is_of_keys()), part(2)) else {
                    return Err(format!("the map `{}` has no keys or no values", field.full_name()));
                };
                (value, Shape::Map(key))
            }
            None => (self.kind(field, enums), if field.is_list() { Shape::List } else { Shape::Single }),
        };
        let default = match shape {
            Shape::Single => stated_default(field).unwrap_or_else(|| kind.default(self)),
            Shape::List => Node::List(Vec::new()),
            Shape::Map(_) => Node::Map(Vec::new()),
        };
        Ok(Field {
            name: field.name().to_owned(),
            json_name: field.json_name().to_owned(),
            number: field.number(),
            kind,
            shape,
            oneof: None,
            has_presence: field.supports_presence(),
            is_packed: field.is_packed(),
            default,
        })
    }

    fn kind(&self, field: &FieldDescriptor, enums: &HashMap<String, u32>) -> Kind {
        use prost_reflect::Kind as Of;
        match field.kind() {
            Of::Bool => Kind::Bool,
            Of::Int32 => Kind::Int32,
            Of::Int64 => Kind::Int64,
            Of::Sint32 => Kind::Sint32,
            Of::Sint64 => Kind::Sint64,
            Of::Sfixed32 => Kind::Sfixed32,
            Of::Sfixed64 => Kind::Sfixed64,
            Of::Uint32 => Kind::Uint32,
            Of::Uint64 => Kind::Uint64,
            Of::Fixed32 => Kind::Fixed32,
            Of::Fixed64 => Kind::Fixed64,
            Of::Float => Kind::Float,
            Of::Double => Kind::Double,
            Of::String => Kind::Text,
            Of::Bytes => Kind::Bytes,
            Of::Enum(kind) => Kind::Enum(enums.get(kind.full_name()).copied().unwrap_or(u32::MAX)),
            Of::Message(message) => {
                let id = self.by_name.get(message.full_name()).copied().unwrap_or(u32::MAX);
                if field.is_group() { Kind::Group(id) } else { Kind::Message(id) }
            }
        }
    }

    /// A message type. Ids come from this schema only.
    pub(crate) fn message(&self, id: TypeId) -> &Message {
        &self.messages[id as usize]
    }

    /// An enum type.
    pub(crate) fn enumeration(&self, id: u32) -> Option<&Enum> {
        self.enums.get(id as usize)
    }

    /// The message type of this full name; a leading dot does not matter.
    pub(crate) fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name.trim_start_matches('.')).copied()
    }

    /// The type a `google.protobuf.Any` names in its URL.
    pub(crate) fn find_url(&self, url: &str) -> Option<TypeId> {
        self.find(url.rsplit('/').next().unwrap_or(url))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(|message| message.name.as_str())
    }

    /// The default of a value in a list or map.
    pub(crate) fn default_of(&self, kind: Kind) -> Node<'static> {
        kind.default(self)
    }
}

/// Positions of oneofs by the numbers of their members; those that stand for `optional` are none.
fn members(oneofs: &[OneofDescriptor]) -> HashMap<u32, u32> {
    let numbered = (0_u32..).zip(oneofs).filter(|(_, oneof)| !oneof.is_synthetic());
    numbered.flat_map(|(at, oneof)| oneof.fields().map(move |field| (field.number(), at))).collect()
}

fn enumeration(kind: &EnumDescriptor) -> Enum {
    // `values()` has them by number; the first one of the file is the default, and the first name of a number its name.
    let stated = &kind.enum_descriptor_proto().value;
    let values: Vec<_> = stated.iter().map(|value| (value.name().to_owned(), value.number())).collect();
    let mut by_number = HashMap::new();
    for (at, (_, number)) in values.iter().enumerate() {
        by_number.entry(*number).or_insert(at);
    }
    Enum { name: kind.full_name().to_owned(), values, by_number }
}

/// The default a proto2 file states.
fn stated_default(field: &FieldDescriptor) -> Option<Node<'static>> {
    use prost_reflect::Value as Of;
    field.field_descriptor_proto().default_value.as_ref()?;
    Some(match field.default_value() {
        Of::Bool(flag) => Node::Bool(flag),
        Of::I32(number) => Node::Int(number.into()),
        Of::I64(number) => Node::Int(number),
        Of::U32(number) => Node::Uint(number.into()),
        Of::U64(number) => Node::Uint(number),
        Of::F32(number) => Node::Float(number),
        Of::F64(number) => Node::Double(number),
        Of::String(text) => Node::Text(text.into()),
        Of::Bytes(bytes) => Node::Bytes(bytes.to_vec().into()),
        Of::EnumNumber(number) => Node::Enum(number),
        Of::Message(_) | Of::List(_) | Of::Map(_) => return None,
    })
}
